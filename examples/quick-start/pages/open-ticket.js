const conversation = document.querySelector('aftercare-conversation')
const panel = document.querySelector('#ticket')

/** The ticket that the address names (`#ticket/<id>`): links, back and reload all lead to it. */
export const ticketInAddress = () => location.hash.match(/^#ticket\/([0-9a-f-]{36})$/)?.[1]

/** Shows a ticket's conversation in place of `otherwise`, whenever the address says so. */
export function followAddress(otherwise) {
  const follow = () => {
    const id = ticketInAddress()
    panel.hidden = !id
    otherwise.hidden = Boolean(id)
    if (!id) return conversation.removeAttribute('ticket-id')
    conversation.setAttribute('ticket-id', id)
    panel.scrollIntoView({ block: 'nearest' })
  }
  addEventListener('hashchange', follow)
  follow()
}

document.addEventListener('aftercare-ticket-selected', (event) => {
  location.hash = `ticket/${event.detail.ticketId}`
})
