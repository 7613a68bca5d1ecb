import Core
import Storage

/// Looks at vouchers one by one in one transaction and enters the good ones: one that is there already with
/// the same content changes nothing, one with another content is refused.
struct ResearchBatch {
    /// A voucher as it was given; the kind by its word or its title.
    struct Item: Sendable {
        let number: String
        let day: Day
        let project: String
        let kind: String
        let amount: Fen
        let words: String
        /// What was wrong with the day or the amount as they were written.
        var reasons: [Sentence] = []
    }

    private let enterprise: Int64
    private let kinds: [ResearchKind]
    private let today: Day
    private let writing: Writing
    private var projects: [String: ResearchStore.Kept] = [:]
    private var known: [String: ResearchVoucher]
    private var sums: [Int: ResearchSums] = [:]
    private var fresh: [(voucher: ResearchVoucher, project: Int64)] = []

    /// Enters them and says what became of each.
    static func enter(
        _ items: [Item], of enterprise: Int64, kinds: [ResearchKind], today: Day, _ writing: Writing
    ) throws -> [ImportFate] {
        var batch = try ResearchBatch(items, enterprise, kinds, today, writing)
        let fates = try items.map { try batch.take($0) }
        try ResearchStore.insert(batch.fresh, of: enterprise, writing)
        return fates
    }

    private init(
        _ items: [Item], _ enterprise: Int64, _ kinds: [ResearchKind], _ today: Day, _ writing: Writing
    ) throws {
        (self.enterprise, self.kinds, self.today, self.writing) = (enterprise, kinds, today, writing)
        for kept in try ResearchStore.projects(of: enterprise, writing.connection) {
            projects[kept.project.number] = kept
        }
        known = try ResearchStore.vouchers(
            numbered: Array(Set(items.map(\.number))).sorted(), of: enterprise, writing.connection)
    }

    private mutating func take(_ item: Item) throws -> ImportFate {
        let project = projects[item.project]
        // Where the day could not be read, the rest is looked at all the same.
        let isUnread = !item.reasons.isEmpty
        let day = isUnread ? min(project?.project.from ?? today, today) : item.day
        let (entered, refusals) = ResearchVoucher.entered(
            number: item.number, on: day, project: item.project, kind: item.kind,
            isUnread ? Fen(1) : item.amount, for: item.words,
            in: ResearchVoucher.Place(project: project?.project, kinds: kinds, today: today))
        guard let voucher = entered, let project, !isUnread else {
            return .refused(item.reasons + refusals.map(\.sentence))
        }
        if let there = known[voucher.number] {
            return there == voucher
                ? .alreadyThere : .refused([ResearchRefusal.voucherDiffers(there).sentence])
        }
        let year = voucher.day.year
        let sum = try sums(of: year).sum(of: voucher.kind, project: voucher.project)
        do throws(ResearchRefusal) {
            _ = try voucher.added(to: sum)
        } catch {
            return .refused([error.sentence])
        }
        sums[year]?.add(voucher)
        known[voucher.number] = voucher
        fresh.append((voucher, project.id))
        return .accepted
    }

    private mutating func sums(of year: Int) throws -> ResearchSums {
        if let found = sums[year] { return found }
        let found = try ResearchStore.sums(of: enterprise, year: year, writing.connection)
        sums[year] = found
        return found
    }
}
