import Core
import Storage

/// Whom to reach at a firm: on its page and for machines, whole for the firm itself and for those whose work
/// needs it.
enum EnterpriseContactPart {
    /// Whether the visitor sees numbers and addresses whole.
    static func seesWhole(_ visitor: Visitor, _ firm: EnterpriseAccess.Firm) -> Bool {
        firm.isOwn || visitor.may(.readContacts)
    }

    static func section(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> HTML {
        let t = ask.language
        let contacts = try FirmContactStore.standing(of: firm.number, ask.site.book.keys, connection)
        let isWhole = seesWhole(ask.person, firm)
        let hint = t(
            "电话和邮箱已部分隐去；仅企业本身和工作需要的经办可见全部。",
            "Numbers and addresses are masked; the firm and clerks whose work needs them see them whole.")
        let masked: HTML = "<p class=\"hint\">\(hint)</p>"
        let locked = t(
            "这里没有解密联系方式的密钥，只能显示部分；请联系平台管理员。",
            "The key for numbers and addresses is not here, so that they are masked; tell the operator.")
        let notice: HTML = "<p class=\"hint\">\(locked)</p>"
        return """
            \(notice, if: isWhole && contacts.contains { !$0.isReadable })\
            \(masked, if: !isWhole && !contacts.isEmpty)\(table(contacts, isWhole, ask))
            \(FirmRecordPages.link(.contacts, ask, firm))
            """
    }

    private static func table(
        _ contacts: [FirmContactStore.Stored], _ isWhole: Bool, _ ask: Ask
    ) -> HTML {
        let t = ask.language
        guard !contacts.isEmpty else {
            return Parts.empty(t("没有登记联系人。", "No contact is registered."))
        }
        let rows = contacts.map { one -> HTML in
            let contact = one.contact
            let differs: HTML? =
                isDisputed(one, contacts)
                ? Parts.tag("waiting", t("来源不一致", "sources differ")) : nil
            let left: HTML? = contact.until.flatMap { until in
                until < ask.today ? Parts.tag("late", t("至 \(until)", "until \(until)")) : nil
            }
            return Tables.row([
                Tables.title(contact.person), Tables.cell(contact.duty),
                Tables.cell(
                    markup: "\(isWhole ? contact.telephone : contact.maskedTelephone) \(differs)\(left)"),
                Tables.cell(isWhole ? contact.mail : contact.maskedMail), Tables.cell(one.source),
                Tables.cell(one.day.description),
            ])
        }
        return Tables.wide(
            t("联系人", "Contacts"),
            [
                .init(t("姓名", "Name")), .init(t("职责", "Duty")), .init(t("电话", "Telephone")),
                .init(t("电子邮箱", "Mail")), .init(t("来源", "Source")), .init(t("所属日期", "Told for")),
            ], rows)
    }

    /// Whether another source tells another number or address of the same person and duty.
    private static func isDisputed(
        _ one: FirmContactStore.Stored, _ all: [FirmContactStore.Stored]
    ) -> Bool {
        all.contains { other in
            other.number != one.number && other.contact.person == one.contact.person
                && other.contact.duty == one.contact.duty
                && (other.contact.telephone != one.contact.telephone
                    || other.contact.mail != one.contact.mail)
        }
    }

    // MARK: For machines

    static func json(
        _ ask: Ask, _ firm: EnterpriseAccess.Firm, _ connection: Connection
    ) throws -> JSON {
        let isWhole = seesWhole(ask.person, firm)
        return .members([
            "credit_code": .string(firm.creditCode), "whole": .bool(isWhole),
            "contacts": .array(
                try FirmContactStore.standing(of: firm.number, ask.site.book.keys, connection).map { one in
                    let contact = one.contact
                    return .members([
                        "person": .string(contact.person), "duty": .string(contact.duty),
                        "telephone": .string(isWhole ? contact.telephone : contact.maskedTelephone),
                        "mail": .string(isWhole ? contact.mail : contact.maskedMail),
                        "until": .day(contact.until), "source": .string(one.source),
                        "told_for": .day(one.day),
                    ])
                }),
        ])
    }

    static let description: RouteDescription = {
        let text = JSON.schema("string")
        let contact = JSON.schemaObject([
            ("person", text), ("duty", text), ("telephone", text), ("mail", text),
            ("until", JSON.schemaDay.orNull()), ("source", text), ("told_for", .schemaDay),
        ])
        return RouteDescription(
            id: "enterprises_contacts",
            summary: Sentence(
                zh: "企业联系人；无权查看全部时电话和邮箱部分隐去；每次读取都会留下企业可见的记录",
                en: """
                    Contacts of a firm, masked unless you may see them whole; each reading leaves a record \
                    that the firm sees
                    """),
            tag: "enterprises",
            parameters: [.path("code", Sentence(zh: "统一社会信用代码", en: "The firm's credit code"))],
            answers: [
                .ok(
                    .schemaObject([
                        ("credit_code", text), ("whole", .schema("boolean")),
                        ("contacts", .schemaList(contact)),
                    ]))
            ])
    }()
}

/// The list of contacts of all firms that concern the visitor: it reads masked numbers and addresses only.
enum ContactRecords {
    static let list = RecordList(
        name: "contacts", title: Sentence(zh: "企业联系人", en: "Contacts of firms"),
        access: .permission(.readBook),
        columns: [
            .init("credit_code", Sentence(zh: "统一社会信用代码", en: "Credit code"), "e.credit_code"),
            .init("enterprise", Sentence(zh: "企业", en: "Enterprise"), "e.name"),
            .init("person", Sentence(zh: "姓名", en: "Name"), "c.person"),
            .init("duty", Sentence(zh: "职责", en: "Duty"), "c.duty"),
            .init("telephone", Sentence(zh: "电话（部分隐去）", en: "Telephone, masked"), "c.telephone_masked"),
            .init("mail", Sentence(zh: "电子邮箱（部分隐去）", en: "Mail, masked"), "c.mail_masked"),
            .init("until", Sentence(zh: "至", en: "Until"), "c.until_day", .day),
            .init("source", Sentence(zh: "来源", en: "Source"), "f.name"),
            .init("told_for", Sentence(zh: "所属日期", en: "Told for"), "c.on_day", .day),
        ],
        filters: [
            .init(
                name: "q",
                title: Sentence(zh: "代码、名称或拼音首字母", en: "Code, name or pinyin initials"),
                kind: .search, condition: EnterpriseSearch.matches),
            .init(name: "person", title: Sentence(zh: "姓名", en: "Name"), kind: .search) { text in
                text.isEmpty ? nil : SQL("c.person LIKE ? ESCAPE '!'", [RecordList.Filter.holding(text)])
            },
            .init(name: "duty", title: Sentence(zh: "职责", en: "Duty"), kind: .search) { text in
                text.isEmpty ? nil : SQL("c.duty LIKE ? ESCAPE '!'", [RecordList.Filter.holding(text)])
            },
        ],
        tables: """
            contact c JOIN enterprise_profile p ON p.enterprise_id = c.enterprise_id
            JOIN enterprise e ON e.id = c.enterprise_id JOIN fact_source f ON f.id = c.source_id
            """,
        key: "c.id",
        sight: { SQL("c.replaced_in IS NULL AND (") + Sight.enterprises($0) + SQL(")") },
        address: "/enterprises/",
        empty: Sentence(zh: "还没有登记联系人。", en: "No contact is registered yet."))
}
