import Core

/// The rows that the monthly form draws, computed from the plain list of a test's events alone.
struct PlainMonthlyForm {
    let province: Province
    let guarantor: Int

    private var members: [Int] {
        province.made.indices.filter { province.made[$0].guarantor == guarantor }
    }

    private func sum(
        _ kinds: Set<EntryKind>, _ number: Int, _ until: Day, _ value: (Province.Event) -> Int64
    ) -> Int64 {
        province.events.reduce(0) { sum, event in
            guard event.guarantee == number, event.day <= until, kinds.contains(event.kind) else {
                return sum
            }
            if let reversed = event.reversedOn, reversed <= until { return sum }
            return sum + value(event)
        }
    }

    private func disbursed(_ number: Int, _ until: Day) -> Int64 {
        sum([.disbursed], number, until, \.amount)
    }

    private func outstanding(_ number: Int, _ until: Day) -> Int64 {
        disbursed(number, until) - sum([.repaid, .released], number, until, \.amount)
            - sum([.compensated], number, until) { $0.loss - $0.loss / 10 }
    }

    /// The principal of the claims less what was compensated of them.
    private func claimed(_ number: Int, _ until: Day) -> Int64 {
        sum([.claimed], number, until) { $0.amount - $0.amount / 10 }
            - sum([.compensated], number, until) { $0.loss - $0.loss / 10 }
    }

    /// Compensated, lost and left, without the bank's share.
    private func losses(_ number: Int, _ until: Day) throws -> (Int64, Int64, Int64) {
        let loss = sum([.compensated], number, until, \.loss)
        let back = sum([.recovered], number, until, \.amount) - sum([.recoveryCost], number, until, \.amount)
        let net = loss - min(max(back, 0), loss)
        let left = net - min(sum([.writtenOff], number, until, \.amount), net)
        let shares = try Shares(province.made[number].weights)
        func paid(_ whole: Int64) -> Int64 { whole - shares.parts(of: Fen(whole))[2].fen }
        return (paid(loss), paid(net) - paid(left), paid(left))
    }

    private func isSmall(_ number: Int, _ size: EnterpriseSize) -> Bool { province.made[number].size == size }

    /// Values by the number of their row; `start` is the day before the year.
    func values(start: Day, end: Day) throws -> [String: Int64] {
        let (start, end) = (min(start, end), end)
        var values: [String: Int64] = [:]
        var customers: [String: Set<Int>] = [:]
        for number in members {
            let year = disbursed(number, end) - disbursed(number, start)
            let now = outstanding(number, end)
            let released = disbursed(number, end) - now
            let before = disbursed(number, start) - outstanding(number, start)
            let (compensated, lost, left) = try losses(number, end)
            let (compensatedBefore, lostBefore, _) = try losses(number, start)
            var rows: [(String, Int64)] = [
                ("5.1.1", year), ("7.1.1", now), ("14", released), ("13", released - before),
                ("16", compensated), ("15", compensated - compensatedBefore), ("18", lost),
                ("17", lost - lostBefore), ("19", left),
            ]
            let isPast = province.start(number) + 365 < end
            rows.append(("20", isPast ? now : min(claimed(number, end), now)))
            var suffixes = [".1.1"]
            for (size, suffix) in [(EnterpriseSize.small, ".4"), (.micro, ".5")] where isSmall(number, size) {
                rows += [("5" + suffix, year), ("7" + suffix, now)]
                suffixes.append(suffix)
            }
            for (row, value) in rows { values[row, default: 0] += value }
            for suffix in suffixes {
                if year > 0 { customers["6" + suffix, default: []].insert(province.made[number].enterprise) }
                if now > 0 { customers["9" + suffix, default: []].insert(province.made[number].enterprise) }
            }
        }
        for row in ["6.1.1", "6.4", "6.5", "9.1.1", "9.4", "9.5"] {
            values[row] = Int64(customers[row]?.count ?? 0)
        }
        return values
    }
}
