/// `cassia code check`: says whether a credit code or an identity number is right, and if not, what is wrong
/// with it.
import ArgumentParser
import Core

struct CodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code",
        abstract: "Check the codes of organisations and people. 校验统一社会信用代码和公民身份号码。",
        subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check one code of 18 characters; status 0 when it is right, 1 when it is not.")

        @Argument(help: "A unified social credit code or a resident identity number.")
        var code: String

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let identifier: Identifier
            do {
                identifier = try Identifier(code)
            } catch {
                if json { try printJSON(CodeOutput(refused: code, error)) }
                throw fail(error)
            }
            if json { try printJSON(CodeOutput(identifier)) } else { print(line(for: identifier)) }
        }

        private func line(for identifier: Identifier) -> String {
            let kind = identifier.kind.name
            let valid = Sentence(zh: "\(identifier)：有效的\(kind.zh)", en: "\(identifier): valid \(kind.en)")
            return valid.text(in: commandLanguage)
        }
    }
}

/// The answer for programs; the number of a person is masked.
private struct CodeOutput: Encodable {
    let code: String
    let kind: String
    let reason: Sentence?

    init(_ identifier: Identifier) {
        code = identifier.description
        kind = identifier.kind.rawValue
        reason = nil
    }

    init(refused text: String, _ refusal: IdentifierRefusal) {
        code = Identifier.shown(refused: text)
        kind = refusal.kind.rawValue
        reason = refusal.sentence
    }

    private enum CodingKeys: String, CodingKey {
        case code, kind, valid
        case reasonZh = "reason_zh"
        case reasonEn = "reason_en"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(code, forKey: .code)
        try values.encode(kind, forKey: .kind)
        try values.encode(reason == nil, forKey: .valid)
        try values.encode(reason?.zh, forKey: .reasonZh)
        try values.encode(reason?.en, forKey: .reasonEn)
    }
}
