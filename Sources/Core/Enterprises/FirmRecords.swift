/// What is registered of a firm one by one, and the facts that follow from it: rights, certificates, the
/// platforms that host it, incidents.

/// A right in the firm's hands.
public struct IPRight: Hashable, Sendable {
    public let kind: Kind
    public let number: String
    public let title: String
    public let obtained: Way
    /// Whether it supports the main products.
    public let isCore: Bool
    public let grantedOn: Day
    /// The last day; nil where it has none yet.
    public let endsOn: Day?

    /// Class I and class II as the guide on recognition divides them (国科发火〔2016〕195号).
    public enum Kind: String, CaseIterable, Sendable {
        case invention, plant, crop, drug, medicine, layout
        case utility, design, software

        public var isClassOne: Bool {
            switch self {
            case .utility, .design, .software: false
            default: true
            }
        }

        public var name: Sentence {
            switch self {
            case .invention: Sentence(zh: "发明专利", en: "invention patent")
            case .plant: Sentence(zh: "植物新品种", en: "plant variety")
            case .crop: Sentence(zh: "国家级农作物品种", en: "national crop variety")
            case .drug: Sentence(zh: "国家新药", en: "national new drug")
            case .medicine: Sentence(zh: "国家一级中药保护品种", en: "protected Chinese medicine")
            case .layout: Sentence(zh: "集成电路布图设计", en: "integrated-circuit layout")
            case .utility: Sentence(zh: "实用新型专利", en: "utility model")
            case .design: Sentence(zh: "外观设计专利", en: "design")
            case .software: Sentence(zh: "软件著作权", en: "software copyright")
            }
        }
    }

    public enum Way: String, CaseIterable, Sendable {
        case own, bought

        public var name: Sentence {
            switch self {
            case .own: Sentence(zh: "自主研发", en: "own R&D")
            case .bought: Sentence(zh: "受让等", en: "bought")
            }
        }
    }

    public init(
        kind: Kind, number: String, title: String, obtained: Way, isCore: Bool, grantedOn: Day, endsOn: Day?
    ) {
        self.kind = kind
        self.number = number
        self.title = title
        self.obtained = obtained
        self.isCore = isCore
        self.grantedOn = grantedOn
        self.endsOn = endsOn
    }

    public func isInForce(on day: Day) -> Bool { grantedOn <= day && endsOn.map { day <= $0 } ?? true }
}

/// A certificate with its days.
public struct Qualification: Hashable, Sendable {
    public let kind: Kind
    public let number: String
    public let grantedOn: Day
    public let endsOn: Day?

    public enum Kind: String, CaseIterable, Sendable {
        case hnte
        case technologySME = "technology_sme"
        case cultivation
        case specialised
        case innovationCentre = "innovation_centre"

        public var name: Sentence {
            switch self {
            case .hnte: Sentence(zh: "高新技术企业", en: "high and new technology enterprise")
            case .technologySME: Sentence(zh: "科技型中小企业", en: "technology SME")
            case .cultivation: Sentence(zh: "高新技术企业培育库", en: "cultivation library")
            case .specialised: Sentence(zh: "“专精特新”企业", en: "specialised firm")
            case .innovationCentre: Sentence(zh: "企业技术中心", en: "enterprise technology centre")
            }
        }
    }

    public init(kind: Kind, number: String, grantedOn: Day, endsOn: Day?) {
        self.kind = kind
        self.number = number
        self.grantedOn = grantedOn
        self.endsOn = endsOn
    }
}

/// The nine types of platforms that support and host technology firms.
public enum PlatformKind: String, CaseIterable, Sendable {
    case hightechZone = "hightech_zone"
    case industryBase = "industry_base"
    case incubator
    case sciencePark = "science_park"
    case softwarePark = "software_park"
    case accelerator
    case transferCentre = "transfer_centre"
    case productivityCentre = "productivity_centre"
    case makerSpace = "maker_space"

    public var name: Sentence {
        switch self {
        case .hightechZone: Sentence(zh: "高新技术产业开发区", en: "high-tech zone")
        case .industryBase: Sentence(zh: "特色产业基地", en: "characteristic industry base")
        case .incubator: Sentence(zh: "科技企业孵化器", en: "incubator")
        case .sciencePark: Sentence(zh: "大学科技园", en: "university science park")
        case .softwarePark: Sentence(zh: "软件园", en: "software park")
        case .accelerator: Sentence(zh: "加速器", en: "accelerator")
        case .transferCentre: Sentence(zh: "技术转移机构", en: "technology transfer institution")
        case .productivityCentre: Sentence(zh: "生产力促进中心", en: "productivity centre")
        case .makerSpace: Sentence(zh: "众创空间", en: "maker space")
        }
    }
}

/// A platform that hosts a firm, and from when to when.
public struct Hosting: Hashable, Sendable {
    public let platform: String
    public let from: Day
    public let until: Day?

    public init(platform: String, from: Day, until: Day?) {
        self.platform = platform
        self.from = from
        self.until = until
    }
}

/// Something that went wrong and counts against a firm for a year.
public struct Incident: Hashable, Sendable {
    public let kind: Kind
    public let day: Day
    public let text: String

    public enum Kind: String, CaseIterable, Sendable {
        case safety, quality, environment

        public var name: Sentence {
            switch self {
            case .safety: Sentence(zh: "重大安全事故", en: "major safety accident")
            case .quality: Sentence(zh: "重大质量事故", en: "major quality accident")
            case .environment: Sentence(zh: "严重环境违法", en: "serious environmental offence")
            }
        }
    }

    public init(kind: Kind, day: Day, text: String) {
        self.kind = kind
        self.day = day
        self.text = text
    }
}

/// All that is registered of one firm.
public struct FirmRecords: Sendable {
    public var rights: [IPRight] = []
    public var qualifications: [Qualification] = []
    public var hostings: [Hosting] = []
    public var incidents: [Incident] = []

    public init() {}

    /// The facts that follow on a day. Where nothing of a kind is registered nothing follows: it may not have
    /// been entered.
    public func facts(on day: Day) -> [(fact: FirmFact, value: FirmFactValue)] {
        rightFacts(day) + certificateFacts(day) + otherFacts(day)
    }

    private func rightFacts(_ day: Day) -> [(fact: FirmFact, value: FirmFactValue)] {
        guard rights.contains(where: { $0.grantedOn <= day }) else { return [] }
        let held = rights.filter { $0.isInForce(on: day) }
        let one = held.filter(\.kind.isClassOne).count
        return [
            (.named("ip_class1"), .number(Int64(one))),
            (.named("ip_class2"), .number(Int64(held.count - one))),
            (.named("ip_own"), .number(held.contains { $0.obtained == .own } ? 1 : 0)),
            (.named("ip_core"), .number(held.contains(where: \.isCore) ? 1 : 0)),
        ]
    }

    private func certificateFacts(_ day: Day) -> [(fact: FirmFact, value: FirmFactValue)] {
        let given = qualifications.filter { $0.kind == .hnte && $0.grantedOn <= day }
            .sorted { $0.grantedOn < $1.grantedOn }
        guard let last = given.last else { return [] }
        var facts: [(fact: FirmFact, value: FirmFactValue)] = [
            (.named("hnte_recognised_on"), .number(Int64(last.grantedOn.number))),
            (.named("hnte_times"), .number(Int64(given.count))),
        ]
        if let end = last.endsOn, end >= day {
            facts.append((.named("hnte_until"), .number(Int64(end.number))))
        }
        return facts
    }

    private func otherFacts(_ day: Day) -> [(fact: FirmFact, value: FirmFactValue)] {
        var facts: [(fact: FirmFact, value: FirmFactValue)] = []
        let hosting = hostings.filter { $0.from <= day && $0.until.map { day <= $0 } ?? true }
            .max { $0.from < $1.from }
        if let hosting { facts.append((.named("hosted_by"), .text(hosting.platform))) }
        if incidents.contains(where: { $0.day <= day && day - $0.day <= 365 }) {
            facts.append((.named("incident"), .number(1)))
        }
        return facts
    }
}
