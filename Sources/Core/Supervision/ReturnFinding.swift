/// What is wrong with a row of the return, and what mends it.
public enum ReturnFinding: Refusal {
    case nameMissing(ReturnTable, String)
    case nameTooLong(ReturnTable, String, String, Int)
    case documentNumber(String, String)
    case notPositive(ReturnTable, String)
    case repeated(ReturnTable, String)
    case unknownReference(ReturnTable, String)
    case sharesIncomplete(String, Fen, Fen)
    case aboveContract(String, Fen, Fen)

    public var code: String {
        switch self {
        case .nameMissing: "return_name_missing"
        case .nameTooLong: "return_name_too_long"
        case .documentNumber: "return_document_number"
        case .notPositive: "return_not_positive"
        case .repeated: "return_id_repeated"
        case .unknownReference: "return_unknown_reference"
        case .sharesIncomplete: "return_shares_incomplete"
        case .aboveContract: "return_above_contract"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .nameMissing(let table, let id):
            Sentence(
                zh: "\(table.rawValue) \(id) 没有名称；请补登。",
                en: "\(table.englishName) \(id) has no name; enter it in the register.")
        case .nameTooLong(let table, let id, let name, let limit):
            Sentence(
                zh: "\(table.rawValue) \(id) 的名称“\(name)”有 \(name.count) 个字，最多 \(limit) 个；请改用简称。",
                en: """
                    \(table.englishName) \(id): the name "\(name)" has \(name.count) characters, at most \
                    \(limit) are taken; register a shorter one.
                    """)
        case .documentNumber(let id, let number):
            Sentence(
                zh: "客户信息 \(id) 的证件号码“\(number)”校验不通过；请用 cassia code check 查明并更正。",
                en: """
                    customers \(id): the number "\(number)" fails its check; see cassia code check, and \
                    correct it.
                    """)
        case .notPositive(let table, let id):
            Sentence(
                zh: "\(table.rawValue) \(id) 的金额或比例应大于 0；请核对该笔记录。",
                en: "\(table.englishName) \(id): the amount or share must be above 0; check the record.")
        case .repeated(let table, let id):
            Sentence(
                zh: "\(table.rawValue)中编号 \(id) 重复；请更改其中一个。",
                en: "\(table.englishName): the id \(id) stands twice; change one of them.")
        case .unknownReference(let table, let id):
            Sentence(
                zh: "\(table.rawValue)引用了不存在的 \(id)；请补登或更正。",
                en:
                    "\(table.englishName) names \(id), which is not in the return; add it or correct that."
            )
        case .sharesIncomplete(let id, let amount, let contract):
            Sentence(
                zh: "项目 \(id) 的分担金额合计 \(amount) 元，比例应合计 100%、金额应为合同金额 \(contract) 元；请核对协议。",
                en: """
                    project \(id): the parts come to \(amount) yuan; they must come to 100% and to the \
                    contract's \(contract) yuan; check the agreement.
                    """)
        case .aboveContract(let id, let amount, let contract):
            Sentence(
                zh: "项目 \(id) 的解保与代偿本金合计 \(amount) 元，超过合同金额 \(contract) 元；请冲正多记的记录。",
                en: """
                    project \(id): released and compensated principal come to \(amount) yuan, above the \
                    contract's \(contract) yuan; reverse what is too much.
                    """)
        }
    }
}
