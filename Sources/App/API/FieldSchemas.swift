import Core

/// How the declared fields of an action look in JSON: described, and read.
extension FormField {
    /// What the description of the API says of the field.
    var schema: JSON {
        let schema: JSON =
            switch kind {
            // Thousands may be parted by commas, as in the form.
            case .money: .schemaPattern("^-?[0-9]{1,14}([.][0-9]{1,2})?$")
            case .day: .schema("string", ["format": .string("date")])
            case .rate: .schemaPattern("^[0-9]{1,4}([.][0-9]{1,4})?%$")
            // Bytes are counted, so the most characters are those of one byte.
            case .text(let limit), .note(let limit): .schemaText(least: 0, most: Int64(limit))
            case .number(let range):
                .schema(
                    "integer", ["minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)])
            case .choice(let choices) where choices.isEmpty: .schema("string")
            case .choice(let choices): .schemaWords(choices.map(\.value))
            case .yes: .schema("boolean")
            }
        return schema.described(hint.map { title + Sentence(zh: "。", en: ". ") + $0 } ?? title)
    }

    /// The text that a form would have sent; nil for a value of another type.
    fileprivate func text(of value: JSON) -> String? {
        switch (kind, value) {
        case (.number, .number(let number)): String(number)
        case (.number, _): nil
        case (.yes, .bool(let isYes)): isYes ? "yes" : ""
        case (.yes, _): nil
        case (_, .string(let text)): text
        default: nil
        }
    }

    fileprivate var typeName: Sentence {
        switch kind {
        case .number: Sentence(zh: "整数", en: "a whole number")
        case .yes: Sentence(zh: "true 或 false", en: "true or false")
        default: Sentence(zh: "字符串", en: "a string")
        }
    }
}

extension [FormField] {
    /// The object that is sent, described; nothing else may be in it.
    var schema: JSON {
        .schemaObject(
            map { ($0.name, $0.schema) }, optional: Set(filter { !$0.isRequired }.map(\.name)), isClosed: true
        )
    }

    /// Reads the object that a machine has sent, as strictly as a form.
    func read(_ body: Ask.Body) throws -> Inputs {
        let members: [JSON.Member]
        switch body {
        case .none: members = []
        case .json(.object(let sent)): members = sent
        case .json: throw FormRefusal(problems: [.init(field: "", sentence: FieldSentences.notObject)])
        case .form: throw RequestRefusal.unsupported
        }
        var texts: [String: String] = [:]
        var problems: [FormRefusal.Problem] = []
        for member in members {
            guard let field = first(where: { $0.name == member.name }) else {
                problems.append(.init(field: member.name, sentence: FieldSentences.unknown(member.name)))
                continue
            }
            if case .null = member.value, !field.isRequired { continue }
            guard let text = field.text(of: member.value) else {
                problems.append(
                    .init(field: field.name, sentence: FieldSentences.wrongType(field.title, field.typeName)))
                continue
            }
            texts[field.name] = text
        }
        guard problems.isEmpty else { throw FormRefusal(problems: problems) }
        return try read { texts[$0] ?? "" }
    }
}

/// What is said of JSON that does not fit.
enum FieldSentences {
    static let notObject = Sentence(zh: "请求体应为 JSON 对象。", en: "The body should be a JSON object.")

    static func unknown(_ name: String) -> Sentence {
        let shown = String(name.prefix(60))
        return Sentence(zh: "没有名为“\(shown)”的字段。", en: "There is no field '\(shown)'.")
    }

    static func wrongType(_ title: Sentence, _ type: Sentence) -> Sentence {
        Sentence(zh: "“\(title.zh)”应为\(type.zh)。", en: "'\(title.en)' should be \(type.en).")
    }
}

extension Sentence {
    fileprivate static func + (left: Sentence, right: Sentence) -> Sentence {
        Sentence(zh: left.zh + right.zh, en: left.en + right.en)
    }
}
