// What scripts add to pages that work without them.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

for (const button of document.querySelectorAll('[data-kil-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

for (const button of document.querySelectorAll('[data-kil-copy]')) {
  const from = document.getElementById(button.dataset.kilCopy)
  if (!from || !navigator.clipboard) continue
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(from.value)
    button.textContent = button.dataset.kilCopied
  })
}

// What has just happened is said first.
document.querySelector('[data-kil-focus]')?.focus()

// Older browsers cannot print closed details by style alone.
window.addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details:not([open])')) {
    details.open = true
    details.dataset.kilOpenedToPrint = ''
  }
})
window.addEventListener('afterprint', () => {
  for (const details of document.querySelectorAll('[data-kil-opened-to-print]')) {
    details.open = false
    delete details.dataset.kilOpenedToPrint
  }
})

// A menu closes by Escape, and by a press anywhere else.
for (const menu of document.querySelectorAll('[data-kil-closes]')) {
  menu.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  document.addEventListener('click', event => {
    if (!menu.contains(event.target)) menu.open = false
  })
}

// j and k go down and up the rows of a list, as long as nobody is typing.
document.addEventListener('keydown', event => {
  const step = { j: 1, k: -1 }[event.key]
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest?.('input, textarea, select, [contenteditable]')) return
  const rows = [...document.querySelectorAll('[data-kil-row]')]
  if (rows.length === 0) return
  const here = rows.findIndex(row => row.closest('tr, li')?.contains(document.activeElement))
  const next = here === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step))
  rows[next]?.focus()
})
