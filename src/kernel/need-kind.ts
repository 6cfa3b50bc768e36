/**
 * The kinds of thing a need can be about: the one list that intake, organisations, triage and counting share. Grown from the request types of
 * the 2020 schemes (To/Fro, Here to Help). `asks` is what a resident ticks; `words` is what the directory is searched with.
 */
export const needKinds = {
  food: { label: 'Food', asks: 'Getting enough food', words: 'food bank parcel meals pantry' },
  shopping: { label: 'Shopping', asks: 'Someone to do or carry my shopping', words: 'shopping errands delivery' },
  prescription: {
    label: 'Prescription',
    asks: 'Collecting a prescription',
    words: 'prescription pharmacy medicine collection',
  },
  lift: {
    label: 'Lift',
    asks: 'Getting to an appointment or a visit',
    words: 'transport lift community car appointments',
  },
  company: {
    label: 'Company',
    asks: 'Someone to talk to, company',
    words: 'befriending loneliness social friendship club',
  },
  money: {
    label: 'Money and bills',
    asks: 'Money, bills, benefits or debt',
    words: 'debt money benefits advice energy bills',
  },
  housing: {
    label: 'Housing',
    asks: 'Housing, repairs or a place to stay',
    words: 'housing homelessness repairs tenancy',
  },
  online: {
    label: 'Phone and internet',
    asks: 'A phone, a computer or getting online',
    words: 'digital internet computer device',
  },
  home: {
    label: 'Home and garden',
    asks: 'Small jobs in the home or garden',
    words: 'handyperson gardening home repairs',
  },
  caring: { label: 'Caring', asks: 'Help with looking after someone', words: 'carers support respite caring' },
  wellbeing: {
    label: 'Wellbeing',
    asks: 'Feeling low, worried or grieving',
    words: 'mental health counselling bereavement wellbeing',
  },
  other: { label: 'Something else', asks: 'Something else', words: 'advice support community' },
} as const

/** A code of the list. */
export type NeedKind = keyof typeof needKinds

/** Every code, in the order people are asked. */
export const needKindCodes = Object.keys(needKinds) as NeedKind[]

/** True for a code of the list. */
export const isNeedKind = (text: unknown): text is NeedKind =>
  typeof text === 'string' && Object.hasOwn(needKinds, text)
