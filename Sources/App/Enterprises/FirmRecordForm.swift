import Core

/// The fields in which one record of a firm is told by hand or by a machine, and what they say.
struct FirmRecordForm {
    let table: FirmRecordImport.Table
    /// The names of the support platforms of the register; a machine is told when one is not there.
    var platforms: [String] = []

    /// Those that have a form: platforms belong to no firm.
    static let tables = FirmRecordImport.Table.allCases.filter { $0 != .platforms }

    var title: Sentence {
        switch table {
        case .rights: Sentence(zh: "登记知识产权", en: "Register an IP right")
        case .qualifications: Sentence(zh: "登记资质", en: "Register a qualification")
        case .hosting: Sentence(zh: "登记入驻", en: "Register a hosting")
        case .incidents: Sentence(zh: "登记事故或违法", en: "Register an incident")
        case .contacts: Sentence(zh: "登记联系人", en: "Register a contact")
        case .related: Sentence(zh: "登记关联企业", en: "Register a related party")
        case .platforms: Sentence(zh: "登记支撑平台", en: "Register a support platform")
        }
    }

    /// Who tells what: departments all, a firm its own contacts. Records count before anything else that is
    /// told, so a firm can't bear witness for itself.
    static func may(
        _ visitor: Visitor, tell table: FirmRecordImport.Table, of firm: EnterpriseAccess.Firm
    ) -> Bool {
        guard visitor.may(.tellFacts) else { return false }
        return visitor.organisation.kind == .supervisor || firm.isOwn && table == .contacts
    }

    var fields: [FormField] {
        switch table {
        case .rights:
            [
                choice("kind", "种类", "Kind", IPRight.Kind.allCases.map { ($0.rawValue, $0.name) }),
                text("number", "编号", "Number", 100), text("title", "名称", "Title", 300),
                choice("obtained", "获得方式", "Obtained", IPRight.Way.allCases.map { ($0.rawValue, $0.name) }),
                FormField(
                    name: "core",
                    title: Sentence(zh: "对主要产品起核心支持作用", en: "Supports the main products"), kind: .yes,
                    isRequired: false),
                day("granted_on", "授权日", "Granted on"), day("ends_on", "有效期至", "Until", isRequired: false),
            ]
        case .qualifications:
            [
                choice(
                    "kind", "资质", "Qualification",
                    Qualification.Kind.allCases.map { ($0.rawValue, $0.name) }),
                text("number", "证书编号", "Certificate", 100), day("granted_on", "认定日", "Granted on"),
                day("ends_on", "有效期至", "Until", isRequired: false),
            ]
        case .hosting:
            [
                choice(
                    "platform", "支撑平台", "Support platform",
                    platforms.map { ($0, Sentence(zh: $0, en: $0)) }),
                day("from", "入驻日", "From"), day("until", "离开日", "Until", isRequired: false),
            ]
        case .incidents:
            [
                choice("kind", "类别", "Kind", Incident.Kind.allCases.map { ($0.rawValue, $0.name) }),
                day("on", "日期", "Day"), text("words", "情况", "What happened", 300),
            ]
        case .contacts: contact
        case .related:
            [text("related_code", "关联企业的统一社会信用代码", "Credit code of the related party", 18)]
        case .platforms: []
        }
    }

    private var contact: [FormField] {
        [
            text("person", "姓名", "Name", FirmContact.wordLimit),
            FormField(
                name: "duty", title: Sentence(zh: "职责", en: "Duty"), kind: .text(FirmContact.wordLimit),
                hint: Sentence(zh: "例如财务负责人、高企申报联系人。", en: "Such as finance, or applications.")),
            FormField(
                name: "telephone", title: Sentence(zh: "电话", en: "Telephone"),
                kind: .text(FirmContact.telephoneLimit),
                hint: Sentence(zh: "电话和邮箱至少填一项。", en: "A telephone number or a mail address is needed."),
                isRequired: false),
            FormField(
                name: "mail", title: Sentence(zh: "电子邮箱", en: "Mail"), kind: .text(FirmContact.mailLimit),
                isRequired: false),
            FormField(
                name: "until", title: Sentence(zh: "联系至", en: "Until"), kind: .day,
                hint: Sentence(zh: "该联系人已离职或变更时填写。", en: "When they have left."), isRequired: false),
        ]
    }

    private func text(_ name: String, _ zh: String, _ en: String, _ limit: Int) -> FormField {
        FormField(name: name, title: Sentence(zh: zh, en: en), kind: .text(limit))
    }

    private func day(_ name: String, _ zh: String, _ en: String, isRequired: Bool = true) -> FormField {
        FormField(name: name, title: Sentence(zh: zh, en: en), kind: .day, isRequired: isRequired)
    }

    private func choice(
        _ name: String, _ zh: String, _ en: String, _ choices: [(String, Sentence)]
    ) -> FormField {
        FormField(
            name: name, title: Sentence(zh: zh, en: en),
            kind: .choice(choices.map { FormField.Choice(value: $0.0, title: $0.1) }))
    }

    // MARK: What they say

    /// - Throws: a `FormRefusal` at the field that is wrong.
    func entry(_ inputs: Inputs, today: Day) throws(FormRefusal) -> FirmRecordEntry {
        switch table {
        case .rights:
            let from = try past("granted_on", inputs, today)
            return .right(
                IPRight(
                    kind: IPRight.Kind(rawValue: inputs.text("kind")) ?? .software,
                    number: inputs.text("number"), title: inputs.text("title"),
                    obtained: IPRight.Way(rawValue: inputs.text("obtained")) ?? .bought,
                    isCore: inputs.isYes("core"), grantedOn: from,
                    endsOn: try end("ends_on", inputs, after: from)))
        case .qualifications:
            let from = try past("granted_on", inputs, today)
            return .qualification(
                Qualification(
                    kind: Qualification.Kind(rawValue: inputs.text("kind")) ?? .cultivation,
                    number: inputs.text("number"), grantedOn: from,
                    endsOn: try end("ends_on", inputs, after: from)))
        case .hosting:
            let from = inputs.day("from")
            return .hosting(
                Hosting(
                    platform: inputs.text("platform"), from: from,
                    until: try end("until", inputs, after: from)))
        case .incidents:
            return .incident(
                Incident(
                    kind: Incident.Kind(rawValue: inputs.text("kind")) ?? .safety,
                    day: try past("on", inputs, today), text: inputs.text("words")))
        case .contacts: return .contact(try contact(inputs))
        case .related, .platforms:
            do { return .related(try CreditCode(inputs.text("related_code"))) } catch {
                throw FormRefusal(problems: [.init(field: "related_code", sentence: error.sentence)])
            }
        }
    }

    private func contact(_ inputs: Inputs) throws(FormRefusal) -> FirmContact {
        let problems = reaching { inputs.text($0) }
        guard problems.isEmpty else { throw FormRefusal(problems: problems) }
        return FirmContact.restored(
            person: inputs.text("person"), duty: inputs.text("duty"),
            telephone: inputs.text("telephone"), mail: inputs.text("mail"),
            until: inputs.optionalDay("until"))
    }

    /// What is wrong with the ways to reach a contact, each at its field.
    private func reaching(_ entered: (String) -> String) -> [FormRefusal.Problem] {
        let (telephone, mail) = (entered("telephone").trimmingSpaces(), entered("mail").trimmingSpaces())
        return FirmContact.faults(telephone: telephone, mail: mail).map {
            .init(field: $0 == .mailWrong ? "mail" : "telephone", sentence: $0.sentence)
        }
    }

    /// Checks what was typed; all that is wrong with a contact is told at once.
    func read(_ entered: (String) -> String) throws(FormRefusal) -> Inputs {
        do { return try fields.read(entered) } catch {
            guard table == .contacts else { throw error }
            let more = reaching(entered).filter { one in !error.problems.contains { $0.field == one.field } }
            throw FormRefusal(problems: error.problems + more)
        }
    }

    private func past(_ name: String, _ inputs: Inputs, _ today: Day) throws(FormRefusal) -> Day {
        let day = inputs.day(name)
        guard day > today else { return day }
        let sentence = Sentence(
            zh: "\(day) 还没有到；请填写不晚于 \(today) 的日期。",
            en: "\(day) has not come yet; give a day not later than \(today).")
        throw FormRefusal(problems: [.init(field: name, sentence: sentence)])
    }

    private func end(
        _ name: String, _ inputs: Inputs, after first: Day
    ) throws(FormRefusal) -> Day? {
        guard let day = inputs.optionalDay(name), day < first else { return inputs.optionalDay(name) }
        let sentence = Sentence(
            zh: "\(day) 早于起始日 \(first)。", en: "\(day) is before the first day, \(first).")
        throw FormRefusal(problems: [.init(field: name, sentence: sentence)])
    }
}
