public import Core

/// What is wrong in a mapping file, and where.
public struct MappingRefusal: Refusal {
    public let file: String
    /// From 1; 0 for the file as a whole.
    public let line: Int
    public let mistake: Mistake

    init(file: String, line: Int, _ mistake: Mistake) {
        (self.file, self.line, self.mistake) = (file, line, mistake)
    }

    public enum Mistake: Hashable, Sendable {
        case cannotOpen
        case tooLarge
        case notUTF8
        case syntax(String)
        case wantsMapping(String)
        case wantsText(String)
        case wantsTexts(String)
        case unknownSection(String, nearest: String?)
        case unknownKey(String, in: String, allowed: [String], nearest: String?)
        case noColumns(String)
        case sourceMissing(String)
        case sourceTwice(String)
        case readingTwice(String, [String])
        case badUnit(String)
        case badFlag(String)
        case badDayFormat(String)
        case badDecimal(String)
        case skipNeedsColumn
        case skipNeedsTest
    }

    public var code: String { "mapping_invalid" }

    public var sentence: Sentence {
        let what = mistake.sentence
        guard line > 0 else { return Sentence(zh: "\(file):\(what.zh)", en: "\(file): \(what.en)") }
        return Sentence(zh: "\(file) 第 \(line) 行：\(what.zh)", en: "\(file), line \(line): \(what.en)")
    }
}

extension MappingRefusal.Mistake {
    /// What is wrong and how to mend it.
    var sentence: Sentence {
        switch self {
        case .cannotOpen: Sentence(zh: "无法打开映射文件。", en: "the mapping file can't be opened.")
        case .tooLarge: Sentence(zh: "映射文件超过 1 MB。", en: "the mapping file is larger than 1 MB.")
        case .notUTF8: Sentence(zh: "映射文件不是 UTF-8；请另存为 UTF-8。", en: "the file is not in UTF-8; save it so.")
        case .syntax(let why): Sentence(zh: "不是正确的 YAML:\(why)", en: "not proper YAML: \(why)")
        case .wantsMapping(let name):
            Sentence(zh: "“\(name)”之下应为“键： 值”。", en: "'\(name)' must hold 'key: value' lines.")
        case .wantsText(let name): Sentence(zh: "“\(name)”应为一个文字。", en: "'\(name)' must be one text.")
        case .wantsTexts(let name):
            Sentence(zh: "“\(name)”应为一个文字或列表。", en: "'\(name)' must be a text or a list of texts.")
        case .unknownSection(let name, let nearest):
            Sentence(
                zh: "没有“\(name)”这一节\(meant(nearest).zh)；可用：\(Mapping.sectionNames.joined(separator: "、"))。",
                en: "there is no section '\(name)'\(meant(nearest).en); use one of "
                    + "\(Mapping.sectionNames.joined(separator: ", ")).")
        case .unknownKey(let key, let place, let allowed, let nearest):
            Sentence(
                zh: "“\(place)”中没有“\(key)”这个键\(meant(nearest).zh)；可用：\(allowed.joined(separator: "、"))。",
                en: "'\(place)' has no key '\(key)'\(meant(nearest).en); use one of "
                    + "\(allowed.joined(separator: ", ")).")
        case .noColumns(let name):
            Sentence(zh: "“\(name)”一节缺少 columns。", en: "section '\(name)' has no 'columns'.")
        case .sourceMissing(let name):
            Sentence(
                zh: "列“\(name)”没有来源；请写 from 或 constant。", en: "column '\(name)' needs 'from' or 'constant'.")
        case .sourceTwice(let name):
            Sentence(
                zh: "列“\(name)”同时有 from 和 constant；请只留一个。",
                en: "column '\(name)' has both 'from' and 'constant'; keep one.")
        case .readingTwice(let name, let keys):
            Sentence(
                zh: "列“\(name)”同时有 \(keys.joined(separator: "、"))；请只留一个。",
                en: "column '\(name)' has \(keys.joined(separator: " and ")); keep one.")
        case .badUnit(let unit):
            Sentence(
                zh: "金额单位“\(unit)”无法识别；请写 元、千元、万元、亿元、分 或 10 的整数次幂(如 10000)。",
                en:
                    """
                    unit '\(unit)' is not known; write '元', '千元', '万元', '亿元', '分' or a power of ten \
                    such as 10000.
                    """)
        case .badFlag(let key): Sentence(zh: "“\(key)”应为 true。", en: "'\(key)' must be true.")
        case .badDayFormat(let format):
            Sentence(
                zh: "日期格式“\(format)”无法识别；请用 yyyy yy MM M dd d HH mm ss 和标点，或 serial。",
                en:
                    """
                    day format '\(format)' is not known; use yyyy yy MM M dd d HH mm ss and marks, or \
                    serial.
                    """
            )
        case .badDecimal(let mark):
            Sentence(zh: "小数点“\(mark)”应为 \".\" 或 \",\"。", en: "decimal '\(mark)' must be \".\" or \",\".")
        case .skipNeedsColumn:
            Sentence(zh: "skip_if 的每一项都要有 column。", en: "each item of 'skip_if' needs 'column'.")
        case .skipNeedsTest:
            Sentence(
                zh: "skip_if 的每一项要有 is、is_not、empty 中的一个。",
                en: "each item of 'skip_if' needs one of 'is', 'is_not', 'empty'.")
        }
    }

    private func meant(_ nearest: String?) -> (zh: String, en: String) {
        nearest.map { ("(是否为“\($0)”?)", " (did you mean '\($0)'?)") } ?? ("", "")
    }
}
