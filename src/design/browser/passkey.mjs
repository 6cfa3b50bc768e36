// Asks a device for a passkey, and sends what it answers as any other form. Without this script the page says what else to do.

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), sign => sign.charCodeAt(0))
const words = buffer =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const named = key => ({ ...key, id: bytes(key.id) })

const make = async options => {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: options.excludeCredentials.map(named),
    },
  })
  return {
    id: made.id,
    rawId: words(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: words(made.response.clientDataJSON),
      attestationObject: words(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  }
}

const use = async options => {
  const used = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge) } })
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response
  return {
    id: used.id,
    rawId: words(used.rawId),
    type: used.type,
    response: {
      clientDataJSON: words(clientDataJSON),
      authenticatorData: words(authenticatorData),
      signature: words(signature),
      ...(userHandle && { userHandle: words(userHandle) }),
    },
  }
}

const why = error => {
  if (error.name === 'InvalidStateError') return 'This device has a passkey for your account already.'
  if (error.name === 'SecurityError')
    return 'Passkeys do not work at this address. Open the one that is said on this page.'
  if (error.name === 'NotAllowedError') return 'Nothing was changed: it was cancelled, or took too long. Try again.'
  return error.said ?? 'It did not work. Try again, or use your password.'
}

const asked = async address => {
  const answer = await fetch(address, { method: 'POST', headers: { accept: 'application/json' } })
  const body = await answer.json()
  if (answer.ok) return body
  throw Object.assign(new Error(), { said: body.error?.message })
}

if (window.PublicKeyCredential && navigator.credentials)
  for (const box of document.querySelectorAll('[data-kil-passkey]')) {
    const form = box.querySelector('form')
    const error = box.querySelector('[data-kil-passkey-error]')
    box.hidden = false
    for (const note of document.querySelectorAll('[data-kil-no-passkey]')) note.hidden = true
    form.addEventListener('submit', async event => {
      event.preventDefault()
      error.textContent = ''
      try {
        const options = await asked(box.dataset.kilAsks)
        const answer = await (box.dataset.kilPasskey === 'new' ? make(options) : use(options))
        form.elements.answer.value = JSON.stringify(answer)
        form.submit()
      } catch (failure) {
        error.textContent = why(failure)
      }
    })
  }
