public import Core

/// What was unusual in a line that was accepted, and how it was taken.
public enum DCANote: Hashable, Sendable {
    case misspeltKey(String, meant: String)
    case dayWritten(column: String, text: String, day: Day, isSettledByOther: Bool)
    case numberUsedTwice(String, line: Int, differing: [String], keptAs: String)
    case numberTooLong(String, keptAs: String)
    case amountEmpty(column: String)
    case sectorUnknown(String)
    case utilizationAboveMaximum(Fen, Fen)
    case recoveriesAboveClaims(Fen, Fen)

    public var sentence: Sentence {
        switch self {
        case .misspeltKey, .dayWritten, .amountEmpty, .sectorUnknown: spellingSentence
        case .numberUsedTwice, .numberTooLong: numberSentence
        case .utilizationAboveMaximum, .recoveriesAboveClaims: amountSentence
        }
    }

    /// What such notes have in common, for a summary.
    public var title: Sentence {
        switch self {
        case .misspeltKey: Sentence(zh: "键名拼写有误", en: "misspelt key")
        case .dayWritten: Sentence(zh: "日期写法不同", en: "day in another format")
        case .numberUsedTwice: Sentence(zh: "编号重复使用", en: "number used twice")
        case .numberTooLong: Sentence(zh: "编号过长", en: "number too long")
        case .amountEmpty: Sentence(zh: "金额为空", en: "empty amount")
        case .sectorUnknown: Sentence(zh: "行业不明", en: "unknown sector")
        case .utilizationAboveMaximum: Sentence(zh: "放款超过上限", en: "utilization above the maximum")
        case .recoveriesAboveClaims: Sentence(zh: "追偿超过代偿", en: "recoveries above claims")
        }
    }

    private var spellingSentence: Sentence {
        switch self {
        case .misspeltKey(let key, let meant):
            Sentence(zh: "键“\(key)”按“\(meant)”读取。", en: "The key '\(key)' is read as '\(meant)'.")
        case .dayWritten(let column, let text, let day, let isSettledByOther):
            Sentence(
                zh: "\(column)“\(text)”不是年在前的写法，读作 \(day)"
                    + (isSettledByOther ? "：这样起止日的月日相合。" : "。"),
                en: "\(column) '\(text)' does not begin with the year; it is read as \(day)"
                    + (isSettledByOther ? ", so that start and end are whole years apart." : "."))
        case .amountEmpty(let column):
            Sentence(zh: "\(column) 为空，按 0 计。", en: "\(column) is empty; it is taken as 0.")
        case .sectorUnknown(let sector):
            Sentence(
                zh: "行业“\(sector)”不在对照表中，按 General 计。",
                en: "The sector '\(sector)' is not in the table; it is taken as General.")
        default: preconditionFailure("not a note on spelling")
        }
    }

    private var numberSentence: Sentence {
        switch self {
        case .numberUsedTwice(let number, let line, let differing, let kept):
            Sentence(
                zh: "编号“\(number)”已用于第 \(line) 行，内容不同（\(differing.joined(separator: "、"))），记作“\(kept)”。",
                en: """
                    The number '\(number)' stands on line \(line) too, with another \
                    \(differing.joined(separator: ", ")); this one is kept as '\(kept)'.
                    """)
        case .numberTooLong(let number, let kept):
            Sentence(
                zh: "编号“\(number)”过长，记作“\(kept)”。",
                en: "The number '\(number)' is too long; it is kept as '\(kept)'.")
        default: preconditionFailure("not a note on a number")
        }
    }

    private var amountSentence: Sentence {
        switch self {
        case .utilizationAboveMaximum(let utilization, let maximum):
            Sentence(
                zh: "累计放款 \(utilization.grouped) 超过上限 \(maximum.grouped)，担保金额按前者。",
                en: """
                    The utilization of \(utilization.grouped) is above the maximum of \(maximum.grouped); \
                    the principal is the utilization.
                    """)
        case .recoveriesAboveClaims(let recoveries, let claims):
            Sentence(
                zh: "追偿 \(recoveries.grouped) 超过代偿 \(claims.grouped)，多出的 "
                    + "\((recoveries - claims).grouped) 记为追偿结余。",
                en: """
                    Recoveries of \(recoveries.grouped) are above the claims of \(claims.grouped); \
                    the \((recoveries - claims).grouped) beyond are kept as surplus.
                    """)
        default: preconditionFailure("not a note on an amount")
        }
    }
}
