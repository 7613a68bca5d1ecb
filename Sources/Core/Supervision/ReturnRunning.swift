/// Follows the entries of one guarantee and writes their rows: every amount is divided among the institutions
/// as the difference of two cumulative splits, so the rows of all periods add up to the ledger's own
/// balances.
struct ReturnRunning {
    private let project: String
    private let agreement: Agreement
    private var released = Fen.zero
    private var losses = GuaranteeTotals.Losses()

    init(_ project: String, _ agreement: Agreement) {
        self.project = project
        self.agreement = agreement
    }

    /// Follows an entry that an earlier return has told.
    mutating func add(_ entry: ReturnEntry) {
        switch entry.kind {
        case .repaid, .released: released -= entry.principal
        case .compensated: losses.loss += entry.loss
        case .recovered: losses.recovered += entry.amount
        case .recoveryCost: losses.recoveryCosts += entry.amount
        case .writtenOff: losses.writtenOff = standingWriteOff + entry.amount
        default: break
        }
    }

    /// Follows an entry and writes its rows.
    mutating func add(_ entry: ReturnEntry, to rows: inout ReturnRows.OfProject) {
        let before = self
        add(entry)
        switch entry.kind {
        case .repaid, .released:
            let parts = (split(before.released), split(released))
            rows.releases += movements("R", entry, parts, Party.allCases)
        case .compensated:
            let parts = (split(before.losses.loss), split(losses.loss))
            rows.compensations += movements("D", entry, parts, [.guarantor, .reguarantor, .treasury])
        case .recovered:
            let regained = before.standingWriteOff - standingWriteOff
            rows.recoveries += recoveries(entry, regained: regained)
        case .recoveryCost:
            rows.recoveries.append(recovery(entry, .zero, .compensation, costs: entry.amount))
        case .writtenOff:
            rows.recoveries.append(recovery(entry, entry.amount, .loss))
        default: break
        }
    }

    /// What is written off and has not been recovered since.
    private var standingWriteOff: Fen { min(losses.writtenOff, losses.net) }

    private func split(_ whole: Fen) -> [Fen] { agreement.shares.parts(of: max(whole, .zero)) }

    private func movements(
        _ letter: String, _ entry: ReturnEntry, _ parts: (before: [Fen], after: [Fen]), _ parties: [Party]
    ) -> [ReturnRows.Movement] {
        parties.compactMap { party in
            let amount = parts.after[party.rawValue] - parts.before[party.rawValue]
            guard !amount.isZero, let institution = ReturnRows.Institution.id(of: party, in: agreement) else {
                return nil
            }
            return ReturnRows.Movement(
                id: "\(letter)\(entry.number)-\(party.rawValue + 1)", project: project,
                institution: institution,
                amount: amount, day: entry.day, isCorrection: entry.reverses != nil)
        }
    }

    /// What brings a write-off back stands apart from what brings a compensation back.
    private func recoveries(_ entry: ReturnEntry, regained: Fen) -> [ReturnRows.Recovery] {
        var rows: [ReturnRows.Recovery] = []
        let rest = entry.amount - regained
        if !rest.isZero { rows.append(recovery(entry, rest, .compensation)) }
        if !regained.isZero { rows.append(recovery(entry, regained, .writtenOff, suffix: "-2")) }
        return rows
    }

    private func recovery(
        _ entry: ReturnEntry, _ amount: Fen, _ way: ReturnRows.Recovery.Way, costs: Fen = .zero,
        suffix: String = ""
    ) -> ReturnRows.Recovery {
        ReturnRows.Recovery(
            id: "Z\(entry.number)\(suffix)", project: project, amount: amount, costs: costs, day: entry.day,
            way: way,
            isCorrection: entry.reverses != nil)
    }
}
