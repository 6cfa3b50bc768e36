import { expect, it } from 'vitest'
import { pageAsked, pagesOf } from './pages.ts'

it.each([
  [undefined, 120, { page: 1, last: 3 }],
  ['2', 120, { page: 2, last: 3 }],
  ['9', 120, { page: 3, last: 3 }],
  ['0', 120, { page: 1, last: 3 }],
  ['-1', 120, { page: 1, last: 3 }],
  ['1e3', 120, { page: 1, last: 3 }],
  [['2', '3'], 120, { page: 1, last: 3 }],
  ['99999999999', 120, { page: 1, last: 3 }],
  ['4', 0, { page: 1, last: 1 }],
  ['2', 50, { page: 1, last: 1 }],
])('page %j of %i in fifties', (asked, total, found) => {
  expect(pageAsked(asked, total, 50)).toEqual(found)
})

it('leads to the first, the last, and those beside it, and nowhere where one page is enough', () => {
  const pages = pagesOf(500, 50, 5, page => `?page=${page}`)
  expect(pages?.items).toEqual([
    { number: 1, href: '?page=1', current: false },
    { ellipsis: true },
    { number: 4, href: '?page=4', current: false },
    { number: 5, href: '?page=5', current: true },
    { number: 6, href: '?page=6', current: false },
    { ellipsis: true },
    { number: 10, href: '?page=10', current: false },
  ])
  expect([pages?.previous?.href, pages?.next?.href]).toEqual(['?page=4', '?page=6'])
  expect(pagesOf(50, 50, 1, page => `?page=${page}`)).toBeNull()
})
