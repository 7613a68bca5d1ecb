/// The 16 kinds of business for which the size standard has limits of its own.
public enum SizeIndustry: String, CaseIterable, Sendable {
    case agriculture, industry, construction, wholesale, retail, transport, storage, post, hotels, catering
    case informationTransmission, software, realEstateDevelopment, propertyManagement, leasingAndBusiness
    case others

    /// The kind that an industry falls under.
    ///
    /// Where only the section is given and it holds several kinds, the more numerous kind of firm stands for
    /// it, a choice of Cassia: wholesale for F, transport for G, catering for H (whose limits are those of
    /// hotels too), software for I, property management for K. In G59 loading and unloading (591) is
    /// transport, the rest and the bare division are storage. Brokerage and letting of real estate, railways,
    /// education and health are not listed and fall under others. Finance has a standard of its own
    /// (银发〔2015〕309号), and public bodies and international organisations are no firms: they are refused.
    public init(_ code: IndustryCode) throws(SizeIndustryRefusal) {
        switch code.section {
        case "A": self = .agriculture
        case "B", "C", "D": self = .industry
        case "E": self = .construction
        case "F": self = code.division == 52 ? .retail : .wholesale
        case "G": self = SizeIndustry.inTransport(code)
        case "H": self = code.division == 61 ? .hotels : .catering
        case "I": self = code.division == nil || code.division == 65 ? .software : .informationTransmission
        case "K": self = SizeIndustry.inRealEstate(code)
        case "L": self = .leasingAndBusiness
        case "J", "S", "T": throw .withoutLimits(code)
        default: self = .others
        }
    }

    private static func inTransport(_ code: IndustryCode) -> SizeIndustry {
        switch (code.division, code.group) {
        case (53, _): .others
        case (59, 591): .transport
        case (59, _): .storage
        case (60, _): .post
        default: .transport
        }
    }

    private static func inRealEstate(_ code: IndustryCode) -> SizeIndustry {
        switch code.group {
        case 701: .realEstateDevelopment
        case 702, nil: .propertyManagement
        default: .others
        }
    }

    /// The name as the standard writes it, and in English.
    public var name: Sentence {
        switch self {
        case .agriculture: Sentence(zh: "农、林、牧、渔业", en: "agriculture, forestry, husbandry and fishery")
        case .industry: Sentence(zh: "工业", en: "industry")
        case .construction: Sentence(zh: "建筑业", en: "construction")
        case .wholesale: Sentence(zh: "批发业", en: "wholesale")
        case .retail: Sentence(zh: "零售业", en: "retail")
        case .transport: Sentence(zh: "交通运输业", en: "transport")
        case .storage: Sentence(zh: "仓储业", en: "storage")
        case .post: Sentence(zh: "邮政业", en: "post")
        case .hotels: Sentence(zh: "住宿业", en: "hotels")
        case .catering: Sentence(zh: "餐饮业", en: "catering")
        case .informationTransmission: Sentence(zh: "信息传输业", en: "information transmission")
        case .software: Sentence(zh: "软件和信息技术服务业", en: "software and IT services")
        case .realEstateDevelopment: Sentence(zh: "房地产开发经营", en: "real estate development")
        case .propertyManagement: Sentence(zh: "物业管理", en: "property management")
        case .leasingAndBusiness: Sentence(zh: "租赁和商务服务业", en: "leasing and business services")
        case .others: Sentence(zh: "其他未列明行业", en: "industries not listed")
        }
    }
}

/// Why an industry has no size limits.
public enum SizeIndustryRefusal: Refusal {
    case withoutLimits(IndustryCode)

    public var code: String { "size_industry_without_limits" }

    public var sentence: Sentence {
        switch self {
        case .withoutLimits(let code):
            Sentence(
                zh: "行业 \(code) 不适用工信部联企业〔2011〕300号的划型标准(金融业另有标准，机关和国际组织不划型);"
                    + "请核对行业代码。",
                en: "The size standard of 2011 does not cover industry \(code) (finance has its own, public "
                    + "bodies and international organisations have none); check the industry code.")
        }
    }
}
