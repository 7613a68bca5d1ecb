/// Walks back from what is open to the facts that it hangs on, past everything that is certain without them.
struct PolicyDependence {
    private let program: PolicyProgram
    private let run: PolicyRun
    private let facts: FactValues
    private var waits = PolicyWaits()
    private var seen: [Bool]

    init(program: PolicyProgram, run: PolicyRun, facts: FactValues) {
        (self.program, self.run, self.facts) = (program, run, facts)
        seen = Array(repeating: false, count: run.registers.count)
    }

    /// What was found, in the order of the table of facts.
    var sorted: PolicyWaits {
        var sorted = waits
        sorted.facts = Array(Set(waits.facts)).sorted()
        return sorted
    }

    mutating func follow(_ register: Int32) {
        guard !seen[Int(register)], isUncertain(register) else { return }
        seen[Int(register)] = true
        switch program.instructions[Int(register)] {
        case .constant: waits.isLeftToJudgement = true
        case .exists: break
        case .fact(let slot): waits.facts.append(program.tables.slots[Int(slot)].fact)
        case .judged(let slot, let low, let high):
            waits.facts.append(program.tables.slots[Int(slot)].fact)
            follow(low)
            follow(high)
        case .between(let one, let other):
            waits.isLeftToJudgement = true
            follow(one)
            follow(other)
        case .scaled(let one, _), .negative(let one), .not(let one), .among(let one, _), .year(let one):
            follow(one)
        case .sum(let one, let other), .difference(let one, let other), .product(let one, let other),
            .compared(_, let one, let other), .sameWord(let one, let other), .and(let one, let other),
            .or(let one, let other), .years(let one, let other):
            follow(one)
            follow(other)
        case .quotient(let one, let other):
            let divisor = run[other]
            if divisor.isExact, divisor.holdsZero { return waits.zeroDivisors.append(register) }
            follow(one)
            follow(other)
        case .minimum(let one, let other):
            if run[one].low < run[other].high { follow(one) }
            if run[other].low < run[one].high { follow(other) }
        case .maximum(let one, let other):
            if run[other].low < run[one].high { follow(one) }
            if run[one].low < run[other].high { follow(other) }
        case .choice(let flag, let one, let other), .choiceOfWords(let flag, let one, let other):
            follow(flag)
            if !run[flag].isNo { follow(one) }
            if !run[flag].isYes { follow(other) }
        case .bands(let number):
            let table = program.tables.bands[Int(number)]
            let steps = table.steps(run[table.of])
            if steps.count > 1 { follow(table.of) }
            for step in steps { follow(table.values[step]) }
        case .match(let number):
            let table = program.tables.matches[Int(number)]
            follow(table.of)
            let mask = run[table.of].mask
            for word in table.values.indices where mask & (1 << UInt64(word)) != 0 {
                follow(table.values[word])
            }
        }
    }

    private func isUncertain(_ register: Int32) -> Bool {
        let value = run[register]
        return program.registers[Int(register)].unit.isWord ? !value.isExactWord : !value.isExact
    }
}
