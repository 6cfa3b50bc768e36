import type { Personal } from './rule.ts'

/** What the platform's own tables hold of one person; a capability's stand in its manifest. */
export const platformRules: Personal = {
  'platform.notice': {
    story: 'What we told you',
    what: 'A message to you',
    record: 'notice',
    key: 'notice_id',
    on: 'created_at',
    of: [
      { by: 'to_address', is: 'reach', as: 'text' },
      // Messages to others about the same record are theirs.
      { by: 'about_id', is: 'any', shows: [] },
    ],
    shows: {
      subject: 'About',
      body: 'What it said',
      to_name: 'To',
      to_address: 'Where it went',
      channel: 'How',
      sent_at: 'When it left',
    },
    repeats: {
      columns: { name: ['to_name'], phone: ['to_address'], email: ['to_address'] },
      while: 'sent_at is null and gave_up_at is null',
    },
    forgotten: `to_address like 'deleted %'`,
    erase: {
      how: 'empty',
      set: {
        to_name: `'deleted'`,
        to_address: `'deleted ' || notice_id`,
        subject: `'deleted'`,
        body: `'deleted'`,
        link_words: 'null',
        link_path: 'null',
        more_links: `'[]'`,
        leave_path: 'null',
        failed_because: 'null',
        sent_at: 'coalesce(sent_at, platform.current_moment())',
        sent_by: `coalesce(sent_by, 'nobody: deleted')`,
      },
    },
  },
  'platform.mailbox_message': {
    story: 'What we told you',
    what: 'A message in the mailbox page of an installation without a mail server',
    on: 'arrived_at',
    of: [
      { by: 'to_address', is: 'reach', as: 'text', shows: [] },
      { by: 'substring(message_id from 2 for 36)', is: 'notice', as: 'text', shows: [] },
    ],
    shows: { to_address: 'To', subject: 'About', body: 'What it said' },
    erase: { how: 'delete' },
  },
  'platform.fact': {
    story: 'What runs behind the pages',
    what: 'Something that happened, by ids and codes',
    record: 'fact',
    key: 'fact_id',
    on: 'recorded_at',
    of: [{ by: 'record_id', is: 'any' }],
    shows: { kind: 'What happened', data: 'Ids and codes', recorded_at: 'When' },
    erase: {
      how: 'keep',
      ground:
        'Holds ids and codes and no name, number, address or words: what remains says that something happened, and to nobody who can be found (UK GDPR, recital 26).',
    },
  },
  'platform.undelivered_fact': {
    story: 'What runs behind the pages',
    what: 'A happening whose next steps wait',
    of: [{ by: 'fact_id', is: 'fact', shows: [] }],
    shows: {},
    erase: { how: 'delete' },
  },
  'platform.form_draft': {
    story: 'What runs behind the pages',
    what: 'Answers to a form that was not sent',
    on: 'expires_at',
    of: [{ by: 'answers::text', is: 'reach', as: 'within' }],
    shows: { flow: 'Form', answers: 'Your answers so far', expires_at: 'Forgotten at' },
    erase: { how: 'delete' },
  },
  'platform.session': {
    story: 'What runs behind the pages',
    what: 'A device that is signed in',
    on: 'created_at',
    of: ['helpRequestId', 'volunteerId', 'personId'].map(name => ({
      by: `subject->>'${name}'`,
      is: 'any',
      as: 'text' as const,
    })),
    shows: {
      created_at: 'Since',
      seen_at: 'Last used',
      expires_at: 'Until',
      device: 'What the device said it is',
      network: 'The first half of its network address',
    },
    erase: { how: 'delete' },
  },
  'platform.audit_line': {
    story: 'What runs behind the pages',
    what: 'A line of the audit trail',
    on: 'acted_at',
    // Read under "who looked", with its words.
    of: [{ by: 'record_id', is: 'any', shows: [] }],
    shows: {},
    erase: {
      how: 'keep',
      ground:
        'Says which staff did or looked at what, by ids: kept to answer for what was done (UK GDPR, Articles 5(2) and 17(3)(e)), without who it was about.',
    },
  },
  'platform.audit_words': {
    story: 'What runs behind the pages',
    what: 'Your name in the audit trail, where you did or looked at something',
    of: [{ by: 'person_id', is: 'person' }],
    shows: { words: 'Name, or the reason you gave' },
    // The lines stay, and the chain of them stays sound without the words (docs/decisions/0022).
    erase: { how: 'delete' },
  },
  'platform.record_grant': {
    story: 'What runs behind the pages',
    what: 'Who may see a record',
    on: 'granted_at',
    of: ['record_id', 'basis_id', 'holder_id'].map(by => ({ by, is: 'any', shows: [] })),
    shows: {},
    erase: {
      how: 'keep',
      ground: 'Ended: says which organisation could see which record until when, by ids.',
      set: { granted_until: 'least(coalesce(granted_until, platform.current_moment()), platform.current_moment())' },
    },
  },
}
