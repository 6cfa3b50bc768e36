import type { Personal } from '../../platform/personal/rule.ts'

const story = 'What you told us about the directory'

export const personal: Personal = {
  'directory.asking': {
    story,
    what: 'A question to you whether an entry is right',
    record: 'asking',
    key: 'asking_id',
    on: 'opened_at',
    of: [{ by: 'to_address', is: 'reach', as: 'text' }],
    shows: {
      to_name: 'To',
      to_address: 'Where it went',
      opened_at: 'First asked',
      mails: 'How often',
      ended_because: 'How it ended',
    },
    repeats: { columns: { name: ['to_name'], email: ['to_address'] }, while: 'ended_at is null' },
    erase: {
      how: 'empty',
      set: {
        to_name: `'deleted'`,
        to_address: `'deleted ' || asking_id`,
        ended_at: 'coalesce(ended_at, platform.current_moment())',
        ended_because: `coalesce(ended_because, 'nothing left to ask')`,
      },
    },
  },
  'directory.invitation': {
    story,
    what: 'An invitation to look after an organisation’s entries',
    record: 'invitation',
    key: 'invitation_id',
    on: 'invited_at',
    of: [{ by: 'to_email', is: 'reach', as: 'text' }],
    shows: {
      to_name: 'To',
      to_email: 'Where it went',
      organisation_name: 'For',
      state: 'What became of it',
      invited_at: 'When',
    },
    erase: { how: 'delete' },
  },
  'directory.mistake_contact': {
    story,
    what: 'How to reach you about a mistake you reported',
    record: 'mistake',
    key: 'mistake_id',
    of: [{ by: 'address', is: 'reach', as: 'text' }],
    repeats: { columns: { phone: ['address'], email: ['address'] }, while: 'told_at is null' },
    shows: { kind: 'How', address: 'Where', told_at: 'You were answered' },
    erase: { how: 'delete' },
  },
  'directory.mistake': {
    story,
    what: 'A mistake you reported',
    on: 'received_at',
    of: [{ by: 'mistake_id', is: 'mistake' }],
    shows: { words: 'What you wrote', state: 'What became of it', answer: 'What we answered', received_at: 'When' },
    erase: { how: 'empty', set: { words: `''`, answer: 'null', source_hash: 'null' } },
  },
  'directory.private_address': {
    nobody: 'Where an organisation’s place is; it is known by the organisation, not by a person.',
  },
  'directory.shortlist_entry': {
    nobody: 'Known by a secret in somebody’s browser alone: nobody can say whose it is. It goes after 90 days.',
  },
}
