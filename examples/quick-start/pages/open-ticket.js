const list = document.querySelector('aftercare-ticket-list')
const ticket = document.querySelector('aftercare-ticket')
const panel = document.querySelector('#ticket')

/**
 * Shows a ticket in place of `otherwise` while the address names one (`#ticket/<id>`, as the
 * list's `ticket-href` writes it): links, back and reload all lead to it.
 */
export function followAddress(otherwise) {
  const follow = () => {
    const id = /^#ticket\/([0-9a-f-]{36})$/.exec(location.hash)?.[1] ?? ''
    panel.hidden = !id
    otherwise.hidden = Boolean(id)
    list.setAttribute('selected', id)
    ticket.setAttribute('ticket-id', id)
  }
  addEventListener('hashchange', () => {
    follow()
    // The focus goes where the eye goes.
    const shown = panel.hidden ? otherwise : panel
    shown.focus({ preventScroll: true })
    shown.scrollIntoView({ block: 'nearest' })
  })
  follow()
}
