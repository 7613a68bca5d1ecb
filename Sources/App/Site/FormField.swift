import Core

/// One field of a form, the same for a page, for the API and for its description.
struct FormField: Sendable {
    let name: String
    let title: Sentence
    let kind: Kind
    var hint: Sentence?
    var isRequired = true
    /// What stands in it at first.
    var value = ""

    enum Kind: Sendable {
        /// Yuan with at most two decimals.
        case money
        case day
        /// At most that many bytes of UTF-8.
        case text(Int)
        /// Several lines.
        case note(Int)
        case number(ClosedRange<Int64>)
        /// A percentage such as 1.5%.
        case rate
        case choice([Choice])
        case yes
    }

    struct Choice: Sendable {
        let value: String
        let title: Sentence
    }
}

/// What was entered in the fields of a form, checked against them.
struct Inputs: Sendable {
    /// As it was entered, by field; checked texts only.
    let texts: [String: String]

    func text(_ name: String) -> String { texts[name] ?? "" }
    func money(_ name: String) -> Fen { Fen(yuan: text(name).replacing(",", with: "")) ?? .zero }
    func day(_ name: String) -> Day { Day(text(name)) ?? Day(number: 0) }
    func optionalDay(_ name: String) -> Day? { Day(text(name)) }
    func number(_ name: String) -> Int64 { Int64(text(name)) ?? 0 }
    func rate(_ name: String) -> Rate? { Rate(text(name)) }
    func isYes(_ name: String) -> Bool { text(name) == "yes" }

    /// What was entered as a flat JSON object.
    var json: JSON {
        .object(texts.sorted { $0.key < $1.key }.map { JSON.Member(name: $0.key, value: .string($0.value)) })
    }

    /// The same as the database keeps it.
    var stored: String { String(decoding: json.bytes, as: UTF8.self) }

    init(texts: [String: String]) { self.texts = texts }

    init(json text: String) {
        guard case .object(let members) = JSON(parsing: Array(text.utf8)) else {
            self.init(texts: [:])
            return
        }
        var texts: [String: String] = [:]
        for case (let name, .string(let value)) in members.map({ ($0.name, $0.value) }) {
            texts[name] = value
        }
        self.init(texts: texts)
    }
}

/// What is wrong with one field.
struct FieldProblem: Error, Sendable {
    let field: String
    let sentence: Sentence
}

/// All that is wrong with a form, field by field.
struct FormRefusal: Refusal {
    let problems: [Problem]

    struct Problem: Hashable, Sendable {
        let field: String
        let sentence: Sentence
    }

    var code: String { "form_invalid" }

    var sentence: Sentence {
        Sentence(
            zh: problems.map(\.sentence.zh).joined(separator: " "),
            en: problems.map(\.sentence.en).joined(separator: " "))
    }
}

extension [FormField] {
    /// Checks what was entered; empty fields that may be empty are left out.
    func read(_ entered: (String) -> String) throws(FormRefusal) -> Inputs {
        var texts: [String: String] = [:]
        var problems: [FormRefusal.Problem] = []
        for field in self {
            let text = entered(field.name).trimmingSpaces()
            if text.isEmpty {
                if field.isRequired { problems.append(field.problem(FormField.missing(field.title))) }
                continue
            }
            if let sentence = field.fault(of: text) { problems.append(field.problem(sentence)) }
            texts[field.name] = text
        }
        guard problems.isEmpty else { throw FormRefusal(problems: problems) }
        return Inputs(texts: texts)
    }
}

extension FormField {
    fileprivate func problem(_ sentence: Sentence) -> FormRefusal.Problem {
        FormRefusal.Problem(field: name, sentence: sentence)
    }

    fileprivate static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 32 && scalar != "\t" || scalar.value == 127
    }

    fileprivate static func missing(_ title: Sentence) -> Sentence {
        Sentence(zh: "请填写“\(title.zh)”。", en: "Fill in '\(title.en)'.")
    }

    /// What is wrong with a text that is not empty; nil when nothing is.
    fileprivate func fault(of text: String) -> Sentence? {
        switch kind {
        case .text where text.unicodeScalars.contains(where: FormField.isControl),
            .note where text.unicodeScalars.contains { FormField.isControl($0) && $0 != "\n" && $0 != "\r" }:
            Sentence(
                zh: "“\(title.zh)”中有不可见的控制字符，请删除。",
                en: "'\(title.en)' contains control characters; take them out.")
        case .money where Fen(yuan: text.replacing(",", with: "")) == nil:
            Sentence(
                zh: "“\(title.zh)”应为金额（元），最多两位小数，例如 1234567.89。",
                en: "'\(title.en)' should be an amount in yuan with at most two decimals, such as 1234567.89."
            )
        case .day where Day(text) == nil:
            Sentence(
                zh: "“\(title.zh)”应为日期，例如 2017-07-19。",
                en: "'\(title.en)' should be a day such as 2017-07-19.")
        case .rate where Rate(text) == nil:
            Sentence(
                zh: "“\(title.zh)”应为比率，例如 1.5%。", en: "'\(title.en)' should be a rate such as 1.5%.")
        case .text(let limit) where text.utf8.count > limit, .note(let limit) where text.utf8.count > limit:
            Sentence(
                zh: "“\(title.zh)”不能超过 \(limit / 3) 个汉字。",
                en: "'\(title.en)' may have at most \(limit) bytes.")
        case .number(let range) where Int64(text).map(range.contains) != true:
            Sentence(
                zh: "“\(title.zh)”应为 \(range.lowerBound) 至 \(range.upperBound) 的整数。",
                en: "'\(title.en)' should be a whole number from \(range.lowerBound) to \(range.upperBound).")
        case .choice(let choices) where !choices.contains { $0.value == text }:
            Sentence(zh: "请在“\(title.zh)”中选择一项。", en: "Choose one of the options of '\(title.en)'.")
        case .yes where text != "yes":
            Sentence(zh: "“\(title.zh)”只能勾选或不勾选。", en: "'\(title.en)' is either ticked or not.")
        default: nil
        }
    }
}
