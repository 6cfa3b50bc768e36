import type { NeedKind } from '../src/kernel/need-kind.ts'

/** What people said when they were asked how it went. */
export const gladWords: Readonly<Record<NeedKind, readonly string[]>> = {
  food: [
    'We ate. All of us, at the table.',
    'He stayed for ten minutes and did not make me feel small.',
    'There was a cake in it. I cried at the cake.',
    'It got us to Friday, and now we have the pantry.',
    'The dinners are better than mine ever were.',
  ],
  shopping: [
    'She found the right marmalade.',
    'Every Tuesday, like clockwork. I have my list ready.',
    'He carried it right into the kitchen and put the milk away.',
    'I have my own legs back now, but we still have a cup of tea.',
  ],
  prescription: [
    'Collected, checked and through the door before dark.',
    'He checked them with me one by one.',
    'It comes every month now. I no longer think about it.',
  ],
  lift: [
    'I got there, I got home, and I had company both ways.',
    'She waited with me and drove me home. I had been dreading it.',
    'I have not missed one since.',
    'He was early and he had a blanket.',
  ],
  company: [
    'They remembered my birthday.',
    'It is something to put my shoes on for.',
    'I went to the lunch. I sat with two people who knew my husband.',
    'I have somebody to wave to now.',
  ],
  money: [
    'Somebody rang them for me. That was all it took.',
    'It is £73 a week that I had no idea about.',
    'They rang the company while I sat there, and it is down to £12 a month.',
    'The letter is not frightening now that I know what it says.',
    'I slept.',
  ],
  housing: [
    'It took two letters, and they wrote both.',
    'We can stay, and it is in writing.',
    'I have a key. Two keys.',
  ],
  online: [
    'I can do it by myself now, nearly.',
    'It works, and I know whom to ring when it does not.',
    'The young man was patient, and he wrote it down for me.',
  ],
  home: [
    'It is mended, and he swept up after himself.',
    'Two of them came, one of them a girl of nineteen who knew everything.',
    'Done in half an hour, and he would not take a penny.',
  ],
  caring: [
    'Three hours. I sat in a café and looked out of the window.',
    'She knew all of it already, she had done it herself.',
    'There is a sitter on Fridays now.',
    'The children had a lovely time. They asked to go back.',
  ],
  wellbeing: [
    'I was listened to. That was new.',
    'I said it out loud, and nothing fell down.',
    'She did not try to mend me. She listened.',
    'Two good days in a row.',
  ],
  other: [
    'It is sorted, and I know where to go the next time.',
    'I did not know that there were people who did this.',
    'One call, and it was off my mind.',
  ],
}

/** When it had not helped as it should have. */
export const mixedWords: readonly string[] = [
  'It was kind of them, but it will be the same next month.',
  'It helped that week. I would rather not have to ask again.',
  'They came once. I had thought that it would be regular.',
  'It was late in the day, and I had managed by then.',
  'Nice people. I am not sure that it changed anything.',
]

export const worseWords: readonly string[] = [
  'Nobody told me that it had changed hands, and I waited in all day.',
  'I am back where I was, only more tired.',
]
