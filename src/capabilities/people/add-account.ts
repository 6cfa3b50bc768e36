import { Type } from 'typebox'
import { refuse } from '../../kernel/refusal.ts'
import { hashPassword } from '../../platform/auth/password.ts'
import { command } from '../../platform/command.ts'
import { insertPerson } from './person-store.ts'
import { findSignIn, insertSignIn } from './sign-in-store.ts'

/** Makes a person who signs in with an e-mail address and a password, or, having no e-mail, with a name they chose. */
export const addAccount = command({
  name: 'people.add-account',
  allow: 'person.add-account',
  inHouse: true,
  input: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 120, mend: 'Enter a name of up to 120 characters' }),
    email: Type.Optional(
      Type.String({
        pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
        maxLength: 254,
        mend: 'Enter an e-mail address like name@example.org',
      }),
    ),
    /** For those without e-mail. */
    signInName: Type.Optional(
      Type.String({
        pattern: '^[^@]{4,60}$',
        mend: 'Choose a name to sign in with, of 4 to 60 letters, without @',
      }),
    ),
    phone: Type.Optional(Type.String({ maxLength: 40, mend: 'Enter a phone number, like 01632 960 001' })),
    password: Type.String({ minLength: 10, maxLength: 200, mend: 'Choose a password of at least 10 characters' }),
  }),
  async run(tx, { name, email, signInName, phone, password }) {
    const signsInAs = email ?? signInName
    if (signsInAs === undefined)
      return refuse('no-sign-in', 'Enter an e-mail address, or choose a name to sign in with', 'email')
    if (await findSignIn(tx, signsInAs))
      return email
        ? refuse('email-taken', 'There is already an account with this e-mail address.', 'email')
        : refuse('name-taken', 'Somebody signs in with this name already. Choose another one.', 'signInName')
    const personId = await insertPerson(tx, {
      name,
      email: email ?? null,
      phone: phone || null,
      contactBy: email ? 'email' : 'phone',
      address: null,
      postcode: null,
      position: null,
      neighbourhoodId: null,
      communicationNeeds: null,
    })
    await insertSignIn(tx, { email: signsInAs, personId, passwordHash: await hashPassword(password) })
    return { recordId: personId, personId }
  },
})
