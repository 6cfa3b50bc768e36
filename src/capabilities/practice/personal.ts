import type { Personal } from '../../platform/personal/rule.ts'

const story = 'What you let us publish, and the bulletin'

export const personal: Personal = {
  'practice.story_consent': {
    story,
    what: 'Your permission to publish a story',
    record: 'story consent',
    key: 'consent_id',
    on: 'given_on',
    of: [{ by: 'contact', is: 'reach', as: 'text' }],
    shows: {
      name: 'Your name',
      contact: 'How to reach you',
      how: 'How you agreed',
      given_on: 'When',
      given_to: 'Who wrote it down',
      withdrawn_at: 'Taken back',
    },
    inUse: {
      when: 'withdrawn_at is null',
      because:
        'A story with this consent may be read by everybody: take the consent back first, which takes it out of every page and every mail that has not left.',
    },
    erase: { how: 'delete' },
  },
  'practice.story': {
    story,
    what: 'A story that you wrote or that tells of you',
    record: 'story',
    key: 'story_id',
    on: 'changed_at',
    of: [{ by: 'consent_ids', is: 'story consent', as: 'uuids' }],
    shows: { title: 'Title', by_line: 'By', summary: 'What it is about', body: 'The story', state: 'How it stands' },
    inUse: { when: `state <> 'taken back'`, because: 'Its consent has not been taken back.' },
    forgotten: `body = ''`,
    erase: {
      how: 'empty',
      set: { title: `'deleted'`, summary: `''`, body: `''`, by_line: 'null' },
    },
  },
  'practice.subscriber': {
    story,
    what: 'Your sign-up to the bulletin',
    record: 'subscriber',
    key: 'subscriber_id',
    on: 'asked_at',
    of: [{ by: 'email', is: 'reach', as: 'text' }],
    shows: { email: 'Address', asked_at: 'Asked for', confirmed_at: 'Confirmed' },
    erase: { how: 'delete' },
  },
}
