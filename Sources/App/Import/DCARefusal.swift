import Core

/// Why a line of the list can't go into the book.
enum DCARefusal: Refusal {
    case keyUnknown(String, nearest: String?)
    case keyMissing(String)
    /// A column, its text and what was expected.
    case unreadable(column: String, String, wanted: Sentence)
    case dayAmbiguous(column: String, String, [Day])
    case sameAsLine(Int)
    case nothingGuaranteed
    case lossAboveDisbursed(claims: Fen, loss: Fen, disbursed: Fen)

    var code: String {
        switch self {
        case .keyUnknown: "dca_key_unknown"
        case .keyMissing: "dca_key_missing"
        case .unreadable, .dayAmbiguous: "dca_value_unreadable"
        case .sameAsLine: "dca_line_repeated"
        case .nothingGuaranteed: "dca_nothing_guaranteed"
        case .lossAboveDisbursed: "dca_loss_above_disbursed"
        }
    }

    var sentence: Sentence {
        switch self {
        case .keyUnknown(let name, let nearest):
            Sentence(
                zh: "键“\(name.prefix(60))”不认识" + (nearest.map { "，是否为“\($0)”？" } ?? "。"),
                en: "The key '\(name.prefix(60))' is not known"
                    + (nearest.map { "; did you mean '\($0)'?" } ?? "."))
        case .keyMissing(let name):
            Sentence(zh: "缺少键“\(name)”。", en: "The key '\(name)' is missing.")
        case .unreadable(let column, let text, let wanted):
            Sentence(
                zh: "\(column)“\(text.prefix(60))”\(wanted.zh)。",
                en: "\(column) '\(text.prefix(60))' \(wanted.en).")
        case .dayAmbiguous(let column, let text, let days):
            Sentence(
                zh: "\(column)“\(text)”可读作 \(days.map(\.description).joined(separator: " 或 "))，请写作年/月/日。",
                en: """
                    \(column) '\(text)' may be \(days.map(\.description).joined(separator: " or ")); \
                    write year/month/day.
                    """)
        case .sameAsLine(let line):
            Sentence(zh: "与第 \(line) 行完全相同。", en: "The same as line \(line).")
        case .nothingGuaranteed:
            Sentence(
                zh: "担保上限和累计放款都是 0，没有担保金额。",
                en: "Nothing was guaranteed: the maximum and the utilization are both 0.")
        case .lossAboveDisbursed(let claims, let loss, let disbursed):
            Sentence(
                zh: "代偿 \(claims.grouped) 对应的全部损失 \(loss.grouped) 超过累计放款 \(disbursed.grouped)。",
                en: """
                    Claims of \(claims.grouped) mean a whole loss of \(loss.grouped), above the \
                    \(disbursed.grouped) disbursed.
                    """)
        }
    }
}
