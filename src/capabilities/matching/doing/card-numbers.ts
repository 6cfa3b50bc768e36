import { type Refusal, refuse } from '../../../kernel/refusal.ts'

/** 12 to 19 digits, as cards have them (ISO/IEC 7812-1:2017), with whatever people write between them. */
const digitRuns = /\d(?:[ .\-/]?\d){11,18}/g

const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    let digit = Number(digits[digits.length - 1 - at])
    if (at % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2
    sum += digit
  }
  return sum % 10 === 0
}

const pin =
  /\b(?:pin|p\.i\.n\.|pass ?code|cvv|cvc|security code|card number)\b[^\d\n]{0,25}\d{3,}|\b\d{4}\b[^\d\n]{0,15}\bpin\b/i

/** As many digits as a card has, after the word: a number that was written down wrongly is one all the same. */
const saidToBeACard = /\bcard\b[^\d\n]{0,25}\d(?:[ .\-/]?\d){11,18}/i

/** True for what reads like a bank card's number, its security code or a PIN. */
export const looksLikeCardOrPin = (text: string): boolean =>
  pin.test(text) ||
  saidToBeACard.test(text) ||
  (text.match(digitRuns) ?? []).some(run => passesLuhn(run.replace(/\D/g, '')))

/** What people must never write down for one another, stopped with words before it is kept anywhere. */
export const cannotKeepCards = (fields: Readonly<Record<string, string>>): Refusal | null => {
  const field = Object.keys(fields).find(name => looksLikeCardOrPin(fields[name] ?? ''))
  return field === undefined
    ? null
    : refuse(
        'card-or-pin',
        'This looks like a card number or a PIN. We never keep those, and you should never be given one. Take it out. If somebody gave you theirs, tell us: “Raise a concern”.',
        field,
      )
}
