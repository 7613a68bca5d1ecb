import Core
import Storage

/// The books of R&D expense that a handful of firms of the demonstration keep: three projects each, vouchers
/// by month and quarter of 2016 and the first months of 2017, one of them corrected.
enum DemonstrationResearch {
    /// So many firms keep books.
    static let firmCount = 8

    /// Tells it of firms that are registered and have spent something on R&D.
    static func tell(_ plan: DemonstrationPlan, on day: Day, _ writing: Writing) throws {
        let kinds = try ResearchMeasures.kinds(.embedded)
        var left = firmCount
        for (place, firm) in plan.firms.enumerated() where left > 0 {
            guard let spent = plan.facts.firms[place].told[2016]?["rd_y0"]?.number, spent > 100_000_000,
                let number = try EnterpriseFacts.number(
                    of: firm.creditCode.description, writing.connection)
            else { continue }
            left -= 1
            for project in projects { try ResearchStore.register(project, of: number, writing) }
            let fates = try ResearchBatch.enter(
                vouchers(spent), of: number, kinds: kinds, today: day, writing)
            for case .refused(let reasons) in fates {
                preconditionFailure("the vouchers of the demonstration are sound: \(reasons)")
            }
            try ResearchFigures.tell(number, today: day, .embedded, writing)
        }
    }

    private static let projects: [ResearchProject] = [
        ("RD2016-01", "示例：关键部件工艺改进", ResearchForm.own, 2016, 2017),
        ("RD2016-02", "示例：在线检测与控制系统", .own, 2016, 2017),
        ("RD2016-03", "示例：委托高校测试与仿真", .commissionedDomestic, 2016, 2016),
    ].map { number, name, form, from, until in
        .restored(
            number: number, name: name, form: form, from: DemonstrationDays.day(from, 1, 4),
            until: DemonstrationDays.day(until, 12, 31))
    }

    /// What is spent on a kind in the thousandth of the year's whole, and in how many months of it.
    private static let parts: [(kind: String, thousandths: Int64, every: Int, words: String)] = [
        ("rd_staff", 460, 1, "研发人员工资及社保"), ("rd_direct_input", 220, 1, "材料、燃料和动力"),
        ("rd_depreciation", 70, 3, "仪器设备折旧"), ("rd_deferred", 10, 6, "实验室改造摊销"),
        ("rd_amortisation", 20, 6, "软件摊销"), ("rd_design", 40, 3, "新产品设计"), ("rd_other", 110, 3, "资料、差旅和鉴定"),
    ]
    private static let commissionedThousandths: Int64 = 70

    private static func vouchers(_ spent: Int64) -> [ResearchBatch.Item] {
        var items: [ResearchBatch.Item] = []
        func add(_ day: Day, _ project: Int, _ kind: String, _ fen: Int64, _ words: String) {
            items.append(
                ResearchBatch.Item(
                    number: "记-\(day.year)-\(items.count + 1)", day: day, project: projects[project].number,
                    kind: kind, amount: Fen(fen), words: words))
        }
        for (year, months) in [(2016, 12), (2017, 5)] {
            for month in 1...months {
                let day = DemonstrationDays.day(year, month, 28)
                for (place, part) in parts.enumerated() where month % part.every == 0 {
                    let fen = spent / 1_000 * part.thousandths * Int64(part.every) / 12
                    add(day, (month + place) % 2, part.kind, fen, part.words)
                }
            }
        }
        let last = DemonstrationDays.day(2016, 12, 28)
        add(last, 2, "rd_commissioned_domestic", spent / 1_000 * commissionedThousandths, "委托测试费")
        add(last, 0, "rd_other", 1_200_000, "会议费（误记）")
        add(DemonstrationDays.day(2016, 12, 30), 0, "rd_other", -1_200_000, "冲正误记的会议费")
        return items
    }
}
