/**
 * What the law says about answering, once, for the pages that show it and the rules that keep it. Read on 23 November 2026 at legislation.gov.uk: UK GDPR, Chapter III,
 * section 1 as amended; Data (Use and Access) Act 2025, sections 76 and 103; SI 2026/82, which brought section 76 into force on 5 February and section 103 on 19 June 2026;
 * and in the guidance of the Information Commissioner's Office on complaints of 12 February 2026.
 */
export const law = {
  /** Until when a data request is answered. */
  answer:
    'UK GDPR, Article 12(3) and Article 12A (put in by the Data (Use and Access) Act 2025, section 76, in force since 5 February 2026): without undue delay, and within one month.',
  /** What stops the clock. Article 12A says it of further information about what a request for access means; where it has to be asked who somebody is, the month begins when that is known. */
  stop: 'UK GDPR, Article 12A: the days do not count while you wait to hear which data somebody asks to see, or who they are.',
  /** What becomes of an answer that comes too late. */
  late: 'It is late now. Answer as soon as you can, say why it took so long, and that they may complain to the Information Commissioner and go to court (UK GDPR, Article 12(4)).',
  complaint:
    'Data Protection Act 2018, section 164A (put in by the Data (Use and Access) Act 2025, section 103, in force since 19 June 2026): acknowledged within 30 days, looked into and answered without undue delay, and they are told how it goes on.',
  /** The month is ours: the law names no day. */
  complaintLate:
    'The law names no last day, only “without undue delay”. The month is our own target and it is over: answer now, or tell them how far you are and why it takes so long.',
  toldOn:
    'UK GDPR, Article 19: each recipient is told of what was put right, unless it is impossible or would take disproportionate effort.',
} as const

/** What stands beside something that is due. */
export interface LawSays {
  /** By how much it is overdue, in words; null while it is in time. */
  readonly overdue: string | null
  readonly sentences: readonly string[]
}
