import Core
import Storage

/// Looks at vouchers one by one and enters the good ones in one transaction: one that is there already with
/// the same content changes nothing, one with another content is refused.
struct ResearchBatch: Sendable {
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
    private var projects: [String: ResearchStore.Kept] = [:]
    private var known: [String: ResearchVoucher] = [:]
    private var sums: [Int: ResearchSums] = [:]
    private var fresh: [(voucher: ResearchVoucher, project: Int64)] = []

    /// Enters them and says what became of each.
    static func enter(
        _ items: [Item], of enterprise: Int64, kinds: [ResearchKind], today: Day, _ writing: Writing
    ) throws -> [ImportFate] {
        var batch = try ResearchBatch(of: enterprise, kinds: kinds, today: today, writing.connection)
        let fates = try batch.look(at: items, writing.connection)
        try ResearchStore.insert(batch.fresh, of: enterprise, writing)
        return fates
    }

    init(of enterprise: Int64, kinds: [ResearchKind], today: Day, _ connection: Connection) throws {
        (self.enterprise, self.kinds, self.today) = (enterprise, kinds, today)
        for kept in try ResearchStore.projects(of: enterprise, connection) {
            projects[kept.project.number] = kept
        }
    }

    /// Says what would become of them, beside those that it has looked at before.
    mutating func look(at items: [Item], _ connection: Connection) throws -> [ImportFate] {
        let numbers = Set(items.map(\.number)).subtracting(known.keys)
        let stored = try ResearchStore.vouchers(numbered: numbers.sorted(), of: enterprise, connection)
        known.merge(stored) { mine, _ in mine }
        return try items.map { try take($0, connection) }
    }

    /// Takes a project as if it were registered.
    mutating func suppose(_ project: ResearchProject, _ connection: Connection) throws -> ImportFate {
        guard let there = projects[project.number] else {
            guard projects.count < ResearchProject.most else {
                return .refused([ResearchRefusal.tooManyProjects(ResearchProject.most).sentence])
            }
            projects[project.number] = ResearchStore.Kept(id: 0, version: 0, project: project)
            return .accepted
        }
        guard there.project != project else { return .alreadyThere }
        do {
            let next = try ResearchStore.changed(there, to: project, connection)
            projects[project.number] = ResearchStore.Kept(
                id: there.id, version: there.version, project: next)
            return .accepted
        } catch let refusal as ResearchRefusal {
            return .refused([refusal.sentence])
        }
    }

    private mutating func take(_ item: Item, _ connection: Connection) throws -> ImportFate {
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
        let sum = try sums(of: year, connection).sum(of: voucher.kind, project: voucher.project)
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

    private mutating func sums(of year: Int, _ connection: Connection) throws -> ResearchSums {
        if let found = sums[year] { return found }
        let found = try ResearchStore.sums(of: enterprise, year: year, connection)
        sums[year] = found
        return found
    }
}
