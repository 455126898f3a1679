// Under `pnpm dev` only: loads the page anew when another server answers.
const started = () =>
  fetch('/started').then(
    (answer) => answer.text(),
    () => undefined,
  )
const first = await started()
setInterval(async () => {
  const now = await started()
  if (now && now !== first) location.reload()
}, 1000)
