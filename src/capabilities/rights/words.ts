/** Said of everything that is held, whatever the ground. */
export const heldBecause = 'It must stay for now: a law requires it (UK GDPR, Article 17(3)).'
