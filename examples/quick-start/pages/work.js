// What an agent does with a ticket besides answering: the page's own controls, and the element that carries it out.
const ticket = document.querySelector('aftercare-ticket')

document.querySelector('.work [data-action=claim]').addEventListener('click', () => ticket.act({ action: 'claim' }))

for (const form of document.querySelectorAll('.work form')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    await ticket.act({ action: form.dataset.action, ...Object.fromEntries(new FormData(form)) })
    form.reset()
    form.closest('details').open = false
  })
}
