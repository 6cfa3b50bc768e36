import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { understand, understoodExactly } from './understand.ts'
import { builtInVocabulary } from './vocabulary.ts'

const read = (typed: string) => understand(typed, builtInVocabulary())
const needs = (typed: string) => read(typed).needs.map(({ needId }) => needId)

describe('what a question is about', () => {
  it.each([
    // Short words and their synonyms, in the words of residents, councils and the NHS.
    ['foodbank', 'food-bank'],
    ['food bank', 'food-bank'],
    ['Baby Bank', 'baby-things'],
    ['CAB', 'general-advice'],
    ['welfare rights', 'benefits'],
    ['PIP', 'benefits'],
    ['Alzheimer’s', 'dementia'],
    ['IAPT', 'low-mood'],
    ['domiciliary care', 'home-care'],
    ['chiropodist', 'foot-care'],
    ['NEPTS', 'hospital-transport'],
    ['ESOL', 'english'],
    ['SENDIAS', 'send'],
    ['CAMHS', 'youth-mental-health'],
    // Misspelt.
    ['councelling', 'counselling'],
    ['berevement', 'bereavement'],
    ['alzhiemers', 'dementia'],
    ['benifits', 'benefits'],
    // As people tell it.
    ['mum has stopped going out since dad died', 'bereavement'],
    ['I can’t afford to heat the house', 'energy-bills'],
    ['we’ve got nothing to eat', 'food-bank'],
    ['there is no food left and it’s only tuesday', 'food-bank'],
    ['my wife keeps forgetting things', 'dementia'],
    ['he won’t go to school any more', 'school'],
    ['being evicted at the end of the month', 'housing-advice'],
    ['my nan fell over again', 'falls'],
    ['the bailiffs are coming', 'debt'],
    ['got to get to hospital for my appointment', 'hospital-transport'],
    ['dad’s hearing is going, he can’t hear the phone', 'hearing-loss'],
    ['I have not spoken to a soul all week', 'company'],
    ['just come out of prison', 'prison-leavers'],
    ['my son looks after me when I am ill', 'young-carers'],
    ['they called me racist names in the street', 'hate-crime'],
    ['nowhere to sleep tonight', 'homelessness'],
    ['can’t keep up with the garden, it is a jungle', 'garden-help'],
    ['who will look after the dog', 'pets'],
    ['how do I complain about the hospital', 'complaints'],
    ['we fled the war', 'refugees'],
    ['they will cut off my electric', 'energy-bills'],
    ['my husband has alzheimers and i cant cope', 'dementia'],
    ['im deaf and need someone to sign at the doctors', 'hearing-loss'],
  ])('%s: %s', (typed, needId) => expect(needs(typed).slice(0, 2)).toContain(needId))

  it('says which words say so, as they were typed', () => {
    const { needs } = read('Mum has stopped going out since Dad died.')
    expect(needs.map(({ needId, because }) => [needId, because])).toEqual([
      ['company', 'stopped going out'],
      ['bereavement', 'Dad died'],
      ['older-company', 'stopped going out'],
    ])
    expect(needs[1]?.terms[0]).toEqual({ text: 'bereavement', stems: ['bereav'], weight: 1 })
  })
  it('hears every no alike: cannot, never, no longer able', () => {
    for (const typed of ['she can’t hear', 'she cannot hear', 'she doesnt hear', 'she never hears'])
      expect(needs(typed)[0], typed).toBe('hearing-loss')
  })
  it('does not hear what is said not to be wanted', () => {
    expect(needs('I don’t want counselling, I want a food bank')).toEqual(['food-bank'])
    expect(needs('not looking for respite but for a gardener')).not.toContain('respite')
  })
  it('hears nothing where nothing is told', () => {
    for (const typed of ['', '   ', 'zebra', 'I have a question about the thing', '☃', '1234'])
      expect(needs(typed), typed).toEqual([])
  })
  it('keeps at most six needs, the strongest first, with weights from 0 to 1', () => {
    const { needs } = read(
      'dad died, I owe money, no food, can’t hear, he hits me, lost my job, my feet bad, nowhere to live, kids bored, drinking too much',
    )
    expect(needs).toHaveLength(6)
    const weights = needs.map(({ weight }) => weight)
    expect(weights).toEqual([...weights].sort((a, b) => b - a))
    expect(weights.every(weight => weight > 0 && weight <= 1)).toBe(true)
  })
})

describe('the words that count', () => {
  it('leaves out what every sentence has', () => {
    expect(read('where can I find a lunch club please').words.map(({ typed }) => typed)).toEqual(['lunch', 'club'])
  })
  it('counts them less in a story than in a short question, and all without a need', () => {
    expect(read('mum has stopped going out since dad died').wordsSay).toBeLessThan(read('bereavement').wordsSay)
    expect(read('zumba').wordsSay).toBe(1)
    expect(read('northgate pantry').wordsSay).toBeGreaterThan(read('food pantry').wordsSay)
  })
  it('are mended only when neither the vocabulary nor a service here knows them', () => {
    expect(read('councelling').mended).toEqual([{ typed: 'councelling', read: 'counselling' }])
    expect(understand('councelling', builtInVocabulary(), () => true).mended).toEqual([])
    expect(read('bank of england').mended).toEqual([])
  })
  it('are known to be spelt as they were meant where the vocabulary has them in any form', () => {
    const spelt = (typed: string) => read(typed).words.flatMap(({ typed, spelt }) => (spelt ? [typed] : []))
    expect(spelt('he is hitting my boy')).toEqual(['hitting', 'boy'])
    expect(spelt('lonelyness zumba')).toEqual([])
  })
  it('are looked for exactly when that is asked', () => {
    expect(understoodExactly('Mum’s the word')).toMatchObject({
      needs: [],
      wordsSay: 1,
      words: [{ typed: 'mums' }, { typed: 'word' }],
    })
  })
})

describe('who it is for', () => {
  it.each([
    ['my 15 year old won’t leave his room', { age: 15, ageSaid: 'my 15 year old' }],
    ['a 3-yr-old with autism', { age: 3 }],
    ['I’m 72 and lonely', { age: 72 }],
    ['I am 17 and was thrown out', { age: 17 }],
    ['my son is 8', { age: 8 }],
    ['clubs for over 60s', { age: 60 }],
    ['something for a toddler', { age: 2 }],
    ['I’m a pensioner', { age: 70 }],
    ['she speaks only Polish', { language: 'Polish' }],
    ['a Somali speaking counsellor', { language: 'Somali' }],
    ['free yoga', { cost: 'free' }],
    ['we can’t afford a holiday', { cost: 'free' }],
  ])('%s', (typed, about) => expect(read(typed).about).toMatchObject(about))
  it.each([
    'I’m 20 weeks pregnant',
    'I am 3 miles away',
    'lost my baby at 20 weeks',
    'sugar free recipes free from nuts',
  ])('%s: no age', typed => expect(read(typed).about.age).toBeUndefined())
  it.each([
    ['lunch club near zz1 4ab', 'ZZ1 4AB'],
    ['lunch club ZZ14AB please', 'ZZ1 4AB'],
    ['anything in zz12 for my dad', 'ZZ12'],
    ['my P45 and vitamin B12', undefined],
  ])('%s: the postcode %s', (typed, postcode) => {
    expect(read(typed).postcode).toBe(postcode)
    if (postcode) expect(read(typed).words.some(({ typed }) => /zz/i.test(typed))).toBe(false)
  })
})

describe('danger', () => {
  it.each([
    ['I want to kill myself', 'life'],
    ['she says she would be better off dead', 'life'],
    ['I don’t want to be here any more', 'life'],
    ['he hits me', 'abuse'],
    ['I am scared to go home', 'abuse'],
    ['my husband is violent', 'abuse'],
    ['their dad hits the kids', 'child'],
  ])('%s: %s', (typed, kind) => expect(read(typed).danger?.kind).toBe(kind))
  it.each([
    'I am not suicidal, just tired',
    'he doesn’t hit me',
    'the traffic is killing me',
    'my phone died',
    'scared of dogs',
  ])('%s: none', typed => expect(read(typed).danger).toBeUndefined())
})

describe('whatever is typed', () => {
  const typed = fc.oneof(
    fc.string({ maxLength: 2000 }),
    fc
      .array(
        fc.constantFrom(
          'mum',
          'died',
          'not',
          'no',
          'one',
          '{person}',
          '...',
          'ZZ1',
          '4AB',
          'I’m',
          '99',
          'year',
          'old',
          'speaks',
        ),
        { maxLength: 60 },
      )
      .map(words => words.join(' ')),
  )
  it('gives the same answer twice and never fails', () => {
    fc.assert(
      fc.property(typed, text => {
        const understood = read(text)
        expect(read(text)).toEqual(understood)
        expect(understood.words.length).toBeLessThanOrEqual(30)
        for (const { because } of understood.needs) expect(understood.typed).toContain(because)
      }),
      { numRuns: 300 },
    )
  })
  it('is understood in about a millisecond', () => {
    const questions = [
      'my husband is forgetting things and leaves the gas on',
      'mum has stopped going out since dad died',
      'debt',
    ]
    for (const question of questions) read(question)
    const started = performance.now()
    for (let time = 0; time < 200; time++) for (const question of questions) read(question)
    expect((performance.now() - started) / 600).toBeLessThan(2)
  })
})
