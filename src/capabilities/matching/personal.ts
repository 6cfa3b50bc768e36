import type { Personal } from '../../platform/personal/rule.ts'
import { liveMatchStates } from './match.ts'

const helped = 'Who was asked, and who helped'

export const personal: Personal = {
  'matching.task': {
    story: helped,
    what: 'What volunteers were asked to do for you',
    record: 'task',
    key: 'task_id',
    on: 'put_at',
    of: [
      { by: 'person_id', is: 'person' },
      { by: 'need_id', is: 'need' },
    ],
    shows: {
      what: 'What they were told',
      near: 'Roughly where, in metres of the British National Grid',
      activity: 'What kind of help',
      basis: 'What allowed us to ask',
      basis_ground: 'Why',
      circumstances: 'What the check of a volunteer was reckoned from',
      asked_elsewhere_says: 'Who said which check is needed, and what',
      meet_at: 'Where to meet',
      meet_near: 'Roughly where that is',
      starts_at: 'From',
      ends_at: 'Until',
      state: 'How it stands',
      put_by: 'Who asked',
      put_at: 'When',
    },
    erase: {
      how: 'empty',
      set: {
        what: `'deleted'`,
        near: 'null',
        basis_ground: `'deleted'`,
        meet_at: 'null',
        meet_near: 'null',
        circumstances: `'{}'`,
        asked_elsewhere_says: 'null',
        unmet_because: 'null',
      },
    },
  },
  'matching.offer': {
    story: 'Your volunteering',
    what: 'Something you were asked to do',
    record: 'offer',
    key: 'offer_id',
    on: 'sent_at',
    of: [
      { by: 'volunteer_id', is: 'volunteer' },
      // Whom else we asked to help somebody is theirs; messages about it tell what was asked.
      { by: 'task_id', is: 'task', shows: [] },
    ],
    shows: {
      distance_band: 'How far',
      reasons: 'Why you',
      state: 'What became of it',
      no_because: 'What you said',
      sent_at: 'When',
      answered_at: 'Answered',
    },
    erase: { how: 'empty', set: { no_because: 'null', reasons: `'[]'` } },
  },
  'matching.match': {
    story: helped,
    what: 'A volunteer and a need',
    record: 'match',
    key: 'match_id',
    on: 'accepted_at',
    of: [
      {
        by: 'volunteer_id',
        is: 'volunteer',
        shows: ['state', 'accepted_at', 'confirmed_at', 'agreed_at', 'ended_at', 'reason'],
      },
      {
        by: 'need_id',
        is: 'need',
        shows: [
          'state',
          'accepted_at',
          'confirmed_by',
          'confirmed_at',
          'agreed_at',
          'contact_made_at',
          'called_back_at',
          'ended_at',
        ],
      },
    ],
    shows: {
      state: 'How it stands',
      accepted_at: 'A volunteer said yes',
      confirmed_by: 'Who confirmed them',
      confirmed_at: 'Confirmed',
      agreed_at: 'When help was to be given',
      contact_made_at: 'In touch',
      called_back_at: 'We rang after the first visit',
      ended_at: 'Ended',
      reason: 'What was said when it ended',
    },
    inUse: {
      when: `state in (${liveMatchStates.map(state => `'${state}'`).join(', ')})`,
      because: 'A volunteer has said yes and it is under way. It ends first.',
    },
    erase: { how: 'empty', set: { reason: 'null' } },
  },
  'matching.visit': {
    story: helped,
    what: 'A visit',
    on: 'starts_at',
    of: [{ by: 'match_id', is: 'match' }],
    shows: { starts_at: 'When', state: 'What became of it', minutes: 'Minutes', note: 'What was written down' },
    erase: { how: 'empty', set: { note: `''` } },
  },
  'matching.receipt': {
    story: helped,
    what: 'Money that was spent for somebody',
    on: 'recorded_at',
    of: [{ by: 'match_id', is: 'match' }],
    shows: { shop: 'Where', spent_in_pence: 'Pence', paid_how: 'How it was paid', spent_on: 'When' },
    erase: { how: 'keep', ground: 'Accounts are kept for six years; the line names nobody.' },
  },
  'matching.details_read': {
    story: helped,
    what: 'A volunteer opened who you are and how to reach you',
    on: 'read_at',
    of: [
      { by: 'person_id', is: 'person' },
      { by: 'volunteer_id', is: 'volunteer' },
    ],
    shows: { read_at: 'When' },
    erase: {
      how: 'keep',
      ground: 'Says by ids that details were read, for six years: proof of who saw what (UK GDPR, Article 5(2)).',
    },
  },
  'matching.no_contact': {
    story: 'Your rights',
    what: 'Somebody you are not brought together with',
    on: 'said_at',
    of: [
      { by: 'person_a', is: 'person', shows: [] },
      { by: 'person_b', is: 'person', shows: [] },
    ],
    shows: {},
    erase: {
      how: 'keep',
      ground:
        'Keeps two people apart, by ids and by keyed hashes of how they are reached, which nobody can turn back. It protects the other of them (UK GDPR, Article 17(3)(b)).',
    },
  },
  'matching.alert': {
    story: 'Your volunteering',
    what: 'Something a coordinator was asked to look at',
    record: 'alert',
    key: 'alert_id',
    on: 'raised_at',
    of: [{ by: 'volunteer_id', is: 'volunteer' }],
    shows: { kind: 'What', says: 'Counted', raised_at: 'When', dealt_with_at: 'Looked at' },
    erase: { how: 'delete' },
  },
}
