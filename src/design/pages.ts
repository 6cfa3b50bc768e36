/** Which page of a list is shown: the one asked for, the last where there is none so far on, the first where nonsense was asked; and the last there is. Pages count from 1. */
export const pageAsked = (asked: unknown, total: number, perPage: number): { page: number; last: number } => {
  const last = Math.max(1, Math.ceil(total / perPage))
  return { page: Math.min(last, /^[1-9]\d{0,5}$/.test(String(asked)) ? Number(asked) : 1), last }
}

/** The way to the pages before and after, as the official pagination draws it; null where one page is enough. The first page is 1. */
export const pagesOf = (total: number, perPage: number, page: number, hrefOf: (page: number) => string) => {
  const last = Math.ceil(total / perPage)
  if (last < 2) return null
  const near = [1, page - 1, page, page + 1, last].filter(n => n >= 1 && n <= last)
  const numbers = [...new Set(near)].sort((a, b) => a - b)
  return {
    ...(page > 1 && { previous: { href: hrefOf(page - 1) } }),
    ...(page < last && { next: { href: hrefOf(page + 1) } }),
    items: numbers.flatMap((number, at) => [
      ...(at > 0 && number - (numbers[at - 1] ?? 0) > 1 ? [{ ellipsis: true }] : []),
      { number, href: hrefOf(number), current: number === page },
    ]),
  }
}
