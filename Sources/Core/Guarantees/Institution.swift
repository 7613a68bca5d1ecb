/// A guarantee company, re-guarantee company, bank or treasury that takes part in the sharing of losses.
public struct Institution: Hashable, Sendable {
    public let id: ID<Institution>
    /// Its number in the platform, unique; a unified social credit code where it has one.
    public let code: String
    public let name: String
    public let kind: Kind
    public let level: Level
    /// GB/T 2260, six digits: where it works.
    public let division: String

    /// In the order in which an agreement names its parties.
    public enum Kind: String, CaseIterable, Sendable {
        case guarantor, reguarantor, bank, treasury
    }

    public enum Level: String, CaseIterable, Sendable {
        case region, city, county
    }

    init(id: ID<Institution>, code: String, name: String, kind: Kind, level: Level, division: String) {
        self.id = id
        self.code = code
        self.name = name
        self.kind = kind
        self.level = level
        self.division = division
    }

    /// An institution as it enters the register.
    public static func registered(
        id: ID<Institution>, code: String, name: String, kind: Kind, level: Level, division: String
    ) throws(InstitutionRefusal) -> Institution {
        guard !code.isEmpty, code.utf8.count <= 64 else { throw .code }
        guard !name.isEmpty, name.utf8.count <= 300 else { throw .name }
        guard division.utf8.count == 6, division.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw .division(division)
        }
        return Institution(id: id, code: code, name: name, kind: kind, level: level, division: division)
    }
}

public enum InstitutionRefusal: Refusal {
    case code, name, division(String)

    public var code: String { "institution_invalid" }

    public var sentence: Sentence {
        switch self {
        case .code:
            Sentence(
                zh: "机构编号不能为空，且不超过 64 字节。",
                en: "Give the institution a code of at most 64 bytes.")
        case .name:
            Sentence(
                zh: "机构名称不能为空，且不超过 100 个汉字。",
                en: "Give the institution a name of at most 300 bytes.")
        case .division(let text):
            Sentence(
                zh: "行政区划代码“\(text)”应为六位数字，例如 450100。",
                en: "The division code '\(text)' should have six digits, such as 450100.")
        }
    }
}
