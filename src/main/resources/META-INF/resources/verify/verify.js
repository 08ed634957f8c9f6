// Asks the hall about the code behind the hash or in the field, and writes the answer as text only.
const form = document.getElementById('form')
const field = document.getElementById('code')
const answer = document.getElementById('answer')
const verdict = document.getElementById('verdict')
const facts = document.getElementById('facts')

const both = (zh, en) => {
  const node = document.createDocumentFragment()
  const english = document.createElement('span')
  english.lang = 'en'
  english.textContent = en
  node.append(zh, english)
  return node
}

const show = (kind, zh, en, rows) => {
  verdict.className = kind
  verdict.replaceChildren(both(zh, en))
  facts.replaceChildren(...rows.flatMap(([label, gloss, value]) => {
    const name = document.createElement('dt')
    const text = document.createElement('dd')
    name.append(both(label, gloss))
    text.textContent = value
    return [name, text]
  }))
  answer.hidden = false
}

const judge = (found) => {
  if (!found.isGenuine) {
    return found.signature === 'unknownKey'
      ? ['doubtful', '由本大厅出具，签名密钥已更换，请向窗口核实', 'Issued here; the key it was signed with has been replaced: ask at the hall']
      : ['bad', '签名不符', 'The signature is wrong']
  }
  if (found.kind === 'document') {
    return ['good', '真实：由本大厅出具', 'Genuine: issued by this hall']
  }
  if (!found.isNewest) {
    return ['doubtful', '真实，但已有更新的版本', 'Genuine, but a newer version has taken its place']
  }
  if (found.kind === 'copy' && found.state === 'valid' && !found.isValid) {
    return ['bad', '真实的复制件，但已过使用期限', 'A genuine copy, but no longer good']
  }
  return found.isValid
    ? ['good', '真实有效', 'Genuine and valid today']
    : ['bad', `真实，但目前${found.stateZh}`, 'Genuine, but not valid today']
}

const rows = (found) => [
  ['名称', 'What', `${found.nameZh} ${found.nameEn}`],
  ['编号', 'Number', found.number],
  ['出具机关', 'Issued by', found.issuerNameZh ?? found.issuer],
  ['出具日期', 'Issued on', found.issuedOn],
  ...(found.goodUntil
    ? [['复制件有效至', 'Copy good until', `${found.goodUntil} 仅限纸面所载用途 for the purpose on it only`]]
    : []),
  ...(found.kind !== 'document'
    ? [
        ['状态', 'State', found.stateZh],
        ['有效期', 'Valid', `${found.validFrom} – ${found.validUntil ?? '长期'}`],
      ]
    : []),
  ...(found.sha256 ? [['文件摘要', 'SHA-256', found.sha256]] : []),
]

const ask = async (code) => {
  try {
    const response = await fetch(`/v1/verifications/${encodeURIComponent(code)}`, { headers: { Accept: 'application/json' } })
    const body = await response.json()
    if (response.ok) {
      show(...judge(body), rows(body))
    } else {
      show('bad', body.title, body.detail ?? '', [])
    }
  } catch {
    show('doubtful', '现在无法核验，请稍后再试', 'Verification is not possible now, try again later', [])
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  ask(field.value.trim())
})

const fromAddress = () => {
  const code = location.hash.slice(1)
  if (code) {
    field.value = code
    ask(code)
  }
}

addEventListener('hashchange', fromAddress)
fromAddress()
