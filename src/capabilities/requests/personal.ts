import type { Personal } from '../../platform/personal/rule.ts'

const ofSomebodyElse = 'Tells of whoever asked for you: another person’s details (UK GDPR, Article 15(4)).'

export const personal: Personal = {
  'requests.help_request': {
    story: 'What you asked for',
    what: 'A request you made, or that was made for you',
    record: 'help request',
    key: 'help_request_id',
    on: 'made_at',
    of: [
      { by: 'person_id', is: 'person' },
      // Whoever asked for somebody else reads what they said of themselves; the story is not theirs.
      {
        by: 'on_behalf_contact',
        is: 'reach',
        as: 'text',
        shows: ['on_behalf_name', 'on_behalf_relationship', 'on_behalf_contact', 'made_at'],
        aside: { on_behalf_name: `'deleted'`, on_behalf_contact: `'deleted'`, on_behalf_relationship: `'deleted'` },
      },
    ],
    shows: {
      reference: 'Reference',
      story: 'What you told us',
      taken_how: 'How',
      taken_by_name: {
        label: 'Who wrote it down',
        as: `case when taken_by_name = on_behalf_name then split_part(on_behalf_name, ' ', 1) else taken_by_name end`,
      },
      on_behalf_relationship: 'Who asked for whom',
      state: 'How it stands',
      made_at: 'When',
      closed_at: 'Closed',
    },
    repeats: {
      columns: { name: ['on_behalf_name'], phone: ['on_behalf_contact'], email: ['on_behalf_contact'] },
      while: `code_hash <> ''`,
    },
    withheld: { on_behalf_name: ofSomebodyElse, on_behalf_contact: ofSomebodyElse },
    inUse: {
      when: `state <> 'closed'`,
      because: 'The request is open, and what was told is needed to help. Close it first.',
    },
    forgotten: `code_hash = ''`,
    erase: {
      how: 'empty',
      set: {
        story: `''`,
        code_hash: `''`,
        taken_by_name: `case when taken_by_organisation_id is null then 'deleted' else taken_by_name end`,
        on_behalf_name: 'null',
        on_behalf_relationship: 'null',
        on_behalf_contact: 'null',
      },
    },
  },
  'requests.need': {
    story: 'What you asked for',
    what: 'A need in it',
    record: 'need',
    key: 'need_id',
    on: 'asked_at',
    of: [{ by: 'help_request_id', is: 'help request' }],
    shows: {
      kind: 'What for',
      description: 'How it was described to helpers',
      urgency: 'How soon',
      near: 'Roughly where, in metres of the British National Grid',
      state: 'How it stands',
      closing_reason: 'Why it was closed',
      asked_at: 'When',
      closed_at: 'Closed',
    },
    inUse: {
      when: `state <> 'closed'`,
      because: 'The need is open, and what was told is needed to help. Close it first.',
    },
    // Kind, neighbourhood and days stay: they are counted, and tell of nobody.
    erase: { how: 'empty', set: { description: `'deleted'`, near: 'null' } },
  },
}
