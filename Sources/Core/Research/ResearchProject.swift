/// A project of R&D as the firm's books have it: what it is, in which form it is done, and from when to when.
public struct ResearchProject: Hashable, Sendable {
    /// Unique within the firm.
    public let number: String
    public let name: String
    public let form: ResearchForm
    public let from: Day
    /// The last day; nil while it is open.
    public let until: Day?

    /// Longest texts, in bytes.
    public static let numberLimit = 100
    public static let nameLimit = 300
    /// So many projects has a firm at most.
    public static let most = 2_000

    /// A project that may be registered.
    public static func planned(
        number: String, name: String, form: ResearchForm, from: Day, until: Day?
    ) throws(ResearchRefusal) -> ResearchProject {
        guard ResearchText.isSound(number, limit: numberLimit) else { throw .numberWrong(limit: numberLimit) }
        guard ResearchText.isSound(name, limit: nameLimit) else { throw .nameWrong(limit: nameLimit) }
        if let until, until < from { throw .endsBeforeItBegins(from: from, until: until) }
        return ResearchProject(number: number, name: name, form: form, from: from, until: until)
    }

    /// A project as a row has it.
    public static func restored(
        number: String, name: String, form: ResearchForm, from: Day, until: Day?
    ) -> ResearchProject {
        ResearchProject(number: number, name: name, form: form, from: from, until: until)
    }

    public func contains(_ day: Day) -> Bool { day >= from && until.map { day <= $0 } ?? true }

    /// Takes another name, other days or another form; its vouchers must still fit.
    ///
    /// - Parameter vouchers: the first and the last day of those that are entered; nil where there are none.
    public func changed(
        to next: ResearchProject, vouchers: (first: Day, last: Day)?
    ) throws(ResearchRefusal) -> ResearchProject {
        precondition(next.number == number, "the number of a project stays")
        guard let vouchers else { return next }
        guard next.form == form else { throw .formFixed(project: number, form) }
        guard next.contains(vouchers.first), next.contains(vouchers.last) else {
            throw .vouchersOutside(project: number, first: vouchers.first, last: vouchers.last)
        }
        return next
    }
}

/// Who does the work of a project: the four auxiliary books of SAT notice 2015 no. 97, the commissioned one
/// by where the other party is.
public enum ResearchForm: String, CaseIterable, Sendable {
    case own
    case commissionedDomestic = "commissioned_domestic"
    case commissionedAbroad = "commissioned_abroad"
    case joint
    case centralised

    public var name: Sentence {
        switch self {
        case .own: Sentence(zh: "自主研发", en: "own R&D")
        case .commissionedDomestic: Sentence(zh: "委托境内研发", en: "commissioned in China")
        case .commissionedAbroad: Sentence(zh: "委托境外研发", en: "commissioned abroad")
        case .joint: Sentence(zh: "合作研发", en: "joint R&D")
        case .centralised: Sentence(zh: "集中研发", en: "centralised R&D")
        }
    }

    /// The only kind of expense that a commissioned project has: what is paid to the other party.
    public var onlyKind: String? {
        switch self {
        case .commissionedDomestic: "rd_commissioned_domestic"
        case .commissionedAbroad: "rd_commissioned_abroad"
        case .own, .joint, .centralised: nil
        }
    }

    public func takes(_ kind: ResearchKind) -> Bool {
        if let onlyKind { return kind.name == onlyKind }
        return !ResearchForm.allCases.contains { $0.onlyKind == kind.name }
    }

    /// By its word or by either name.
    public init?(named text: String) {
        let found = ResearchForm.allCases.first {
            $0.rawValue == text || $0.name.zh == text || $0.name.en == text
        }
        guard let found else { return nil }
        self = found
    }
}

/// A kind of expense: a fact that the measures of R&D expense read.
public struct ResearchKind: Hashable, Sendable {
    /// Such as `rd_staff`.
    public let name: String
    public let title: Sentence

    public init(name: String, title: Sentence) {
        self.name = name
        self.title = title
    }

    public func isCalled(_ text: String) -> Bool {
        name == text || name == "rd_\(text)" || title.zh == text || title.en == text
    }
}

/// What a text of the books may be.
enum ResearchText {
    static func isSound(_ text: String, limit: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= limit && !text.utf8.contains { $0 < 32 || $0 == 127 }
    }
}
