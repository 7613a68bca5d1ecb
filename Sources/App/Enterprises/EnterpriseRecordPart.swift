import Core

/// What is registered of a firm one by one, on its page: rights, certificates, platforms, incidents.
enum EnterpriseRecordPart {
    static func sections(_ records: FirmRecords, _ firm: EnterpriseAccess.Firm, _ ask: Ask) -> HTML {
        let t = ask.language
        func section(_ table: FirmRecordImport.Table, _ title: String, _ content: HTML) -> HTML {
            Parts.section(title, "\(content)\(FirmRecordPages.link(table, ask, firm))")
        }
        return """
            \(section(.rights, t("知识产权", "IP rights"), rights(records.rights, ask)))
            <div class="columns">
            \(section(
                .qualifications, t("资质", "Qualifications"), certificates(records.qualifications, ask)))
            \(section(.hosting, t("支撑平台", "Support platforms"), hostings(records.hostings, t)))
            </div>
            \(section(.incidents, t("事故与违法", "Incidents"), incidents(records.incidents, t)))
            """
    }

    private static func rights(_ rights: [IPRight], _ ask: Ask) -> HTML {
        let t = ask.language
        guard !rights.isEmpty else {
            return Parts.empty(t("没有逐项登记的知识产权。", "No right is registered one by one."))
        }
        let rows = rights.map { right in
            Tables.row([
                Tables.title(right.title), Tables.cell(t(right.kind.name)),
                Tables.cell(right.kind.isClassOne ? "Ⅰ" : "Ⅱ"), Tables.cell(right.number),
                Tables.cell(t(right.obtained.name)), Tables.cell(right.isCore ? t("是", "yes") : ""),
                Tables.cell(right.grantedOn.description),
                Tables.cell(markup: end(right.endsOn, ask)),
            ])
        }
        return Tables.wide(
            t("知识产权", "IP rights"),
            [
                .init(t("名称", "Title")), .init(t("种类", "Kind")), .init(t("类别", "Class")),
                .init(t("编号", "Number")), .init(t("获得方式", "Obtained")),
                .init(t("核心支持", "Core")), .init(t("授权日", "Granted on")), .init(t("有效期至", "Until")),
            ], rows)
    }

    private static func certificates(_ certificates: [Qualification], _ ask: Ask) -> HTML {
        let t = ask.language
        guard !certificates.isEmpty else {
            return Parts.empty(t("没有登记资质。", "No qualification is registered."))
        }
        let rows = certificates.map { one in
            Tables.row([
                Tables.title(t(one.kind.name)), Tables.cell(one.number),
                Tables.cell(one.grantedOn.description), Tables.cell(markup: end(one.endsOn, ask)),
            ])
        }
        return Tables.wide(
            t("资质", "Qualifications"),
            [
                .init(t("资质", "Qualification")), .init(t("证书编号", "Certificate")),
                .init(t("认定日", "Granted on")), .init(t("有效期至", "Until")),
            ], rows)
    }

    private static func end(_ day: Day?, _ ask: Ask) -> HTML {
        guard let day else { return HTML(ask.language("长期", "open")) }
        guard day < ask.today else { return "\(day)" }
        return "\(day) \(Parts.tag("late", ask.language("已过期", "expired")))"
    }

    private static func hostings(_ hostings: [Hosting], _ t: Language) -> HTML {
        guard !hostings.isEmpty else {
            return Parts.empty(t("没有登记入驻平台。", "No platform is registered as its host."))
        }
        let rows = hostings.map { one in
            Tables.row([
                Tables.title(one.platform), Tables.cell(one.from.description),
                Tables.cell(one.until?.description ?? ""),
            ])
        }
        return Tables.wide(
            t("支撑平台", "Support platforms"),
            [.init(t("平台", "Platform")), .init(t("自", "From")), .init(t("至", "Until"))], rows)
    }

    private static func incidents(_ incidents: [Incident], _ t: Language) -> HTML {
        guard !incidents.isEmpty else {
            return Parts.empty(t("没有登记事故或违法。", "No incident is registered."))
        }
        let rows = incidents.map { one in
            Tables.row([
                Tables.cell(one.day.description), Tables.cell(t(one.kind.name)), Tables.cell(one.text),
            ])
        }
        return Tables.wide(
            t("事故与违法", "Incidents"),
            [.init(t("日期", "Day")), .init(t("类别", "Kind")), .init(t("情况", "What happened"))], rows)
    }
}
