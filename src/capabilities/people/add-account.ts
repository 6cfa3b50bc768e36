import { Type } from 'typebox'
import { refuse } from '../../kernel/refusal.ts'
import { hashPassword } from '../../platform/auth/password.ts'
import { command } from '../../platform/command.ts'
import { insertPerson } from './person-store.ts'
import { findSignIn, insertSignIn } from './sign-in-store.ts'

/** Makes a person who signs in with an e-mail address and a password. */
export const addAccount = command({
  name: 'people.add-account',
  allow: 'person.add-account',
  inHouse: true,
  input: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter a name of up to 120 characters' }),
    email: Type.String({
      pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
      maxLength: 254,
      mend: 'Enter an e-mail address like name@example.org',
    }),
    password: Type.String({ minLength: 10, maxLength: 200, mend: 'Choose a password of at least 10 characters' }),
  }),
  async run(tx, { name, email, password }) {
    if (await findSignIn(tx, email))
      return refuse('email-taken', 'There is already an account with this e-mail address.', 'email')
    const personId = await insertPerson(tx, {
      name,
      email,
      phone: null,
      contactBy: 'email',
      address: null,
      postcode: null,
      position: null,
      neighbourhoodId: null,
      communicationNeeds: null,
    })
    await insertSignIn(tx, { email, personId, passwordHash: await hashPassword(password) })
    return { recordId: personId, personId }
  },
})
