import type { Chance } from '../src/kernel/chance.ts'
import { type DemoPostcode, type NeighbourhoodName, neighbourhoods, postcodesIn } from './map.ts'

/** Somebody invented who lives in Larkmere. */
export interface Resident {
  readonly name: string
  readonly woman: boolean
  readonly age: number
  readonly phone: string | null
  readonly email: string | null
  readonly contactBy: 'phone' | 'text' | 'email' | 'letter'
  readonly address: string | null
  /** Null for somebody with no fixed address. */
  readonly home: DemoPostcode | null
  readonly communicationNeeds: string | null
}

// No name here may also be a word that a description of a need could hold: descriptions must not name anybody.
const women =
  'Halina Doreen Shanice Maureen Aisha Lorna Beryl Zofia Carys Thandiwe Eileen Parveen Kirsty Yolanda Noreen Fatima Glenys Ines Chloe Mavis Oluchi Sinead Hetty Rhiannon Leila Dorota Avril Tamsin Nkechi Brenda Samira Wendy Amina Freda Bronagh Keziah Sheila Mei Rosalind Jasmine'.split(
    ' ',
  )
const men =
  'Derek Kwame Alun Tariq Norman Piotr Winston Callan Hamish Desmond Yusuf Clive Andrei Terence Mohammed Ivor Jermaine Bogdan Leonard Rajesh Dafydd Cyril Ahmed Kieran Gordon Emeka Stanley Luca Barry Hassan Trevor Osman Roland Declan Ewan Malcolm Vikram Dennis Farouk Lionel'.split(
    ' ',
  )
const surnames =
  'Nowak Pemberton Achebe Threlfall Begum Lindqvist Hargreaves Osborne Chaudhry Kellaway Mbeki Rutherford Tanner Iqbal Sedgwick Adeyemi Fairhurst Petrov Lonsdale Bannister Siddiqui Crowther Mulligan Ferreira Haworth Dlamini Entwistle Kowalska Brathwaite Ollerenshaw Mensah Pickavance Rahim Dunstan Gallagher Santos Thwaite Ngozi Wolstenholme Kaur Bickerstaffe Ibrahim Tattersall Moyo Rawcliffe Szymanski Cartmell Delacroix Haldane Yilmaz Postlethwaite Varga Ingham Boateng Ridsdale Chukwu Llewellyn Marques Nuttall Quigley'.split(
    ' ',
  )
const streets =
  'Ropewalk Row|Capstan Street|Lantern Lane|Chandlers Rise|Gannet Close|Saltpan Road|Mariners Court|Kittiwake Drive|Tollhouse Lane|Samphire Way|Quarry Brow|Beacon Terrace|Smokehouse Yard|Oyster Row|Fulmar Crescent|Signal Street|Bracken Bank|Cooper Street|Limekiln Lane|Sandpiper Avenue'.split(
    '|',
  )
const communicationNeeds = [
  'Hard of hearing: please speak slowly, or text.',
  'Speaks Polish; a little English.',
  'Speaks Urdu and English; prefers Urdu on the phone.',
  'Cannot read small print.',
  'Please ring twice: slow to reach the phone.',
  'Has a stammer: give time, do not hang up.',
  'Anxious on the phone: text first to say who you are.',
  'Speaks Arabic; a daughter can interpret after 4 pm.',
  'Uses British Sign Language: text only.',
]

/** Phones stay in the ranges that Ofcom keeps for drama: nobody has them. */
const phone = (at: number): string =>
  at < 900 ? `020 7946 0${100 + at}` : `0161 496 0${String(at - 900).padStart(3, '0')}`

/** Numbers below are the organisations'. */
const firstResidentPhone = 200

/** Draws somebody of about an age; `at` makes their phone and e-mail theirs alone. */
export const drawResident = (chances: Chance, at: number, [youngest, oldest]: readonly [number, number]): Resident => {
  const woman = chances.isTrue(0.6)
  const name = `${chances.pick(woman ? women : men)} ${chances.pick(surnames)}`
  const age = chances.whole(youngest, oldest)
  const where = chances.weighted(neighbourhoods.map(({ name, requests }) => [name, requests] as const))
  const home = chances.isTrue(0.015) ? null : chances.pick(postcodesIn(where))
  const hasEmail = chances.isTrue(age < 50 ? 0.85 : age < 70 ? 0.55 : 0.2)
  const contactBy = hasEmail
    ? chances.weighted([
        ['email', 6],
        ['text', 2],
        ['phone', 2],
      ] as const)
    : chances.weighted([
        ['phone', age > 60 ? 9 : 4],
        ['text', age > 60 ? 1 : 6],
        ['letter', 0.5],
      ] as const)
  return {
    name,
    woman,
    age,
    phone: phone(firstResidentPhone + at),
    email: hasEmail ? `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${at}@example.org` : null,
    contactBy,
    address: home ? `${chances.whole(1, 94)} ${chances.pick(streets)}` : null,
    home,
    communicationNeeds: chances.isTrue(0.14) ? chances.pick(communicationNeeds) : null,
  }
}

/** "A woman in her 70s": what may be said of somebody before anyone has said yes. */
export const someone = ({ woman, age }: Pick<Resident, 'woman' | 'age'>): string => {
  if (age < 20) return `A young ${woman ? 'woman' : 'man'}`
  const decade = age >= 90 ? '90s' : `${Math.floor(age / 10)}0s`
  return `${woman ? 'A woman in her' : 'A man in his'} ${decade}`
}

export const neighbourhoodOf = ({ home }: Resident): NeighbourhoodName | null => home?.neighbourhood ?? null
