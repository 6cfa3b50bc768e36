import { stemOf, wordsIn } from './stems.ts'

/** How a told sentence is cut for cues: its telling words, each in one form, with where it stands in what was typed. */

export type Token = {
  /** As typed. */
  typed: string
  /** As `wordsIn` cuts it, misspellings mended. */
  word: string
  /** What cues compare: one form for all forms of a word, and NOT for every no. */
  form: string
  /** Where it starts and ends in the text. */
  start: number
  end: number
  /** Says little: it may stand anywhere between the words of a cue. */
  light: boolean
}

/** Every word that says no: "can't hear", "doesn't hear" and "not hearing" are told of alike. */
export const NOT = '¬'
const negations = new Set(
  (
    'not no never cannot cant dont wont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wouldnt couldnt shouldnt without unable aint ' +
    'neither nor'
  ).split(' '),
)

const lights = new Set(
  (
    'a about actually after ago all also always am an and any anymore are as at be because been being bit but by can could do does doing done did ever even ' +
    'for from get gets getting got had has have having he her here him his how i id if im in into is it its ive just keep keeps kind last lately let like ' +
    'lot lots make makes may maybe me might more most much must my now of often on or our ours over own please poor quite really recently right she should ' +
    'since so some sort still such than that thats the their them then there theres they this those though to today too totally try trying up us used usually ' +
    'very was we well were what whats when where which while who whos why will with would year years yet you your feel feels feeling say says said think ' +
    'thinks week weeks month months dear lovely suddenly properly real come comes coming came start started keeps kept again ' +
    'basically literally completely absolutely terribly awful whole long days lately pretty'
  ).split(' '),
)

/** Words that no cue is told by, however short it is. */
const empty = new Set(
  'a an the my his her our your their its this that so very really just too all some any i im ive be well'.split(' '),
)

/** "i'll" is no illness: what is left of these without its apostrophe means something else. */
const contractions = new Set('ill id hell shell well were wed shed im ive hed'.split(' '))

/** Forms that a stemmer cannot bring together. */
const oneForm: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'died=die dead=die death=die dying=die passed=pass went=go gone=go going=go goes=go lost=lose losing=lose loses=lose loss=lose drank=drink drunk=drink ' +
    'fell=fall fallen=fall ate=eat eaten=eat left=leave leaves=leave leaving=leave forgot=forget forgotten=forget spoke=speak spoken=speak ' +
    'broke=broke broken=break men=man women=woman feet=foot teeth=tooth children=child childs=child kids=kid mums=mum dads=dad hitting=hit beaten=beat ' +
    'stole=steal stolen=steal slept=sleep told=tell taken=take took=take thrown=throw threw=throw chucked=throw spends=spend spent=spend ' +
    'nobodys=nobody noone=nobody anybody=anyone somebody=someone telly=tv television=tv gf=girlfriend bf=boyfriend mam=mum mom=mum mummy=mum ' +
    'worried=worry worries=worry worrying=worry cries=cry crying=cry cried=cry tried=try tries=try frightened=scared afraid=scared terrified=scared ' +
    'house=home flat=flat husbands=husband wifes=wife grandkids=grandchild grandchildren=grandchild diagnosed=diagnose diagnosis=diagnose colour=color ' +
    'had=have has=have having=have got=have gets=get getting=get came=come coming=come comes=come am=be is=be are=be was=be were=be been=be being=be felt=feel ' +
    'feels=feel feeling=feel started=start made=make makes=make thinks=think bloke=man walked=walk meds=tablet pills=tablet pill=tablet medication=tablet medicine=tablet'
  )
    .split(' ')
    .map(pair => pair.split('=') as [string, string]),
)

export const formOf = (word: string): string => {
  if (negations.has(word)) return NOT
  return stemOf(oneForm[word] ?? word)
}

/** True for a word that says little of what somebody needs, or of what a service does. */
export const isLight = (word: string): boolean => lights.has(word)

/** True for a word that not even a cue of one telling word keeps. */
export const isEmpty = (word: string): boolean => empty.has(word) || empty.has(oneForm[word] ?? '')

/**
 * @param mend gives another word for one that is misspelt, itself for the others.
 */
export function tokensOf(text: string, mend: (word: string) => string = word => word): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(/[\p{L}\p{N}'’‘`]+/gu)) {
    const [typed] = match
    for (const cut of wordsIn(typed)) {
      const shortened = /['’‘`]/.test(typed) && contractions.has(cut)
      const light = shortened || lights.has(cut)
      const word = light || negations.has(cut) ? cut : mend(cut)
      tokens.push({
        typed,
        word,
        form: shortened ? '' : formOf(word),
        light,
        start: match.index,
        end: match.index + typed.length,
      })
    }
  }
  return joinNobody(tokens)
}

/** "no one" is nobody, not a no and a one. */
function joinNobody(tokens: Token[]): Token[] {
  return tokens.flatMap((token, at) => {
    const next = tokens[at + 1]
    if (token.word === 'no' && next?.word === 'one')
      return [
        { ...token, typed: `${token.typed} ${next.typed}`, word: 'nobody', form: formOf('nobody'), end: next.end },
      ]
    if (token.word === 'one' && tokens[at - 1]?.word === 'no') return []
    return [token]
  })
}
