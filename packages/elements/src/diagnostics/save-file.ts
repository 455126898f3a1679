/** Gives the person a text as a file, made in the page: nothing is sent for it. */
export function saveFile(root: ShadowRoot, name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.hidden = true
  root.append(link)
  link.click()
  link.remove()
  // Not at once: some browsers read it only after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
