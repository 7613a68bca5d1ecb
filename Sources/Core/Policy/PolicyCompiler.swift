/// Makes a policy ready for a day: names to numbers, units checked, constants folded, sizes bounded.
public struct PolicyCompiler {
    /// Instructions of one program.
    static let instructionLimit = 20_000
    /// Levels of expressions within definitions within definitions.
    static let depthLimit = 400
    /// Nodes of all trees of a policy.
    static let treeLimit = 2_000

    enum Binding {
        case fact(Int), series(Int), parameter(Int), definition(Int), condition(Int)
    }

    enum Progress {
        case waiting
        case underway
        case done(Int32)
        case failed(LocatedFault)
    }

    let policy: Policy?
    let facts: FactTable
    let day: Day
    /// Values of parameters in place of their own: what a change would do.
    var overrides: [Int: Interval] = [:]
    var problems: ProblemList

    var tables = PolicyTables()
    var instructions: [PolicyInstruction] = []
    var registers: [PolicyRegister] = []
    /// The range of each register, which is its value where it is constant.
    var ranges: [Interval] = []
    var known: [Key: Int32] = [:]
    var slots: [Int: Int32] = [:]
    var wordSets: [[PolicyWord]] = []
    var names: [String: Binding] = [:]
    var conditionNames: [String: Int] = [:]
    /// Whether a name means a condition before anything else: in the verdict.
    var conditionsComeFirst = false
    var definitionProgress: [Progress] = []
    var conditionProgress: [Progress] = []
    var path: [String] = []
    var depth = 0
    var usedParameters: Set<Int> = []
    var treeCount = 0
    /// What is being worked on, for faults of size.
    var here = TextPlace(line: 1, column: 1)
    let unknownFacts: [Int64?]

    struct Key: Hashable {
        let instruction: PolicyInstruction
        let unit: PolicyUnit
    }

    init(_ policy: Policy?, _ facts: FactTable, on day: Day) {
        (self.policy, self.facts, self.day) = (policy, facts, day)
        problems = ProblemList(file: policy?.file ?? "")
        unknownFacts = Array(repeating: nil, count: facts.facts.count)
        for (name, place) in facts.places { names[name] = .fact(place) }
        for (name, place) in facts.seriesPlaces { names[name] = .series(place) }
        guard let policy else { return }
        for (place, parameter) in policy.parameters.enumerated() { names[parameter.name] = .parameter(place) }
        for (place, definition) in policy.definitions.enumerated() {
            names[definition.name] = .definition(place)
        }
        for (place, condition) in policy.conditions.enumerated() { conditionNames[condition.id] = place }
        definitionProgress = Array(repeating: .waiting, count: policy.definitions.count)
        conditionProgress = Array(repeating: .waiting, count: policy.conditions.count)
    }

    /// The program of a checked policy for a day on which it is in force, perhaps with other values of
    /// parameters.
    public static func program(
        _ policy: Policy, on day: Day, overriding: [Int: Interval] = [:]
    ) throws(PolicyProblems) -> PolicyProgram {
        var compiler = PolicyCompiler(policy, policy.facts, on: day)
        compiler.overrides = overriding
        let compiled = compiler.compile(policy)
        guard var program = compiled, compiler.problems.problems.isEmpty else {
            throw PolicyProblems(compiler.problems.sorted)
        }
        program.written = PolicyWritten(program)
        return program
    }

    /// Adds what is wrong on any day on which the policy is in force.
    static func check(_ policy: Policy, _ problems: inout ProblemList) {
        for day in policy.changeDays {
            var compiler = PolicyCompiler(policy, policy.facts, on: day)
            _ = compiler.compile(policy)
            for problem in compiler.problems.problems { problems.add(problem.place, problem.fault) }
        }
    }

    /// The value of a formula without names, in the unit that it is declared to have.
    static func constant(
        _ formula: Formula, _ unit: PolicyUnit, named name: String, on day: Day, _ facts: FactTable
    ) throws(LocatedFault) -> Interval {
        var compiler = PolicyCompiler(nil, facts, on: day)
        let register = try compiler.emit(formula.expression, formula)
        let found = compiler.registers[Int(register)].unit
        guard PolicyUnit.common(found, unit) == unit else {
            throw LocatedFault(formula.scalar.place(at: 0), .unitWanted(unit, found: found, of: name))
        }
        guard compiler.isConstant(register) else {
            throw LocatedFault(formula.scalar.place(at: 0), .constantWanted(name))
        }
        return compiler.ranges[Int(register)]
    }

    private mutating func compile(_ policy: Policy) -> PolicyProgram? {
        var conditions: [Int32] = []
        for place in policy.conditions.indices {
            if let register = attempt({ (it) throws(LocatedFault) in try it.condition(place) }) {
                conditions.append(register)
            }
        }
        let outcomes = policy.outcomes
        conditionsComeFirst = true
        let verdict = attempt { (it) throws(LocatedFault) in try it.verdict(outcomes.verdict) } ?? nil
        conditionsComeFirst = false
        let score = outcome(outcomes.score, .points, "score")
        let amount = outcome(outcomes.amount, .money, "amount")
        let classSet = policy.classes.isEmpty ? nil : wordSet(policy.classes)
        let `class` = classSet.flatMap { outcome(outcomes.class, .word($0), "class") }
        let isUsed = definitionProgress.map { if case .waiting = $0 { false } else { true } }
        let decidingCount = instructions.count
        let used = usedParameters.sorted()
        let others = outcome(outcomes.others, .money, "others")
        var definitions: [Int32] = []
        for place in policy.definitions.indices {
            if let register = attempt({ (it) throws(LocatedFault) in try it.definition(place) }) {
                definitions.append(register)
            }
        }
        guard problems.problems.isEmpty else { return nil }
        let trees = policy.conditions.compactMap { condition in
            attempt { (it) throws(LocatedFault) in try it.tree(condition.holds.expression, condition.holds) }
        }
        guard problems.problems.isEmpty else { return nil }
        return PolicyProgram(
            policy: policy, day: day, tables: tables, instructions: instructions, registers: registers,
            decidingCount: decidingCount, conditions: conditions, definitions: definitions, isUsed: isUsed,
            parameters: used, verdict: verdict, score: score, class: `class`, amount: amount, others: others,
            trees: trees, wordSets: wordSets)
    }

    private mutating func attempt<Result>(
        _ work: (inout PolicyCompiler) throws(LocatedFault) -> Result
    ) -> Result? {
        do { return try work(&self) } catch {
            problems.add(error)
            path = []
            depth = 0
            return nil
        }
    }

    private mutating func outcome(_ formula: Formula?, _ unit: PolicyUnit, _ name: String) -> Int32? {
        guard let formula else { return nil }
        return attempt { (it) throws(LocatedFault) in
            let register = try it.emit(formula.expression, formula, wanting: unit)
            return try it.want(unit, register, formula, name)
        }
    }

    /// The register if it has the unit, or is a plain number that may stand for it.
    func want(
        _ unit: PolicyUnit, _ register: Int32, _ formula: Formula, _ name: String
    ) throws(LocatedFault) -> Int32 {
        let found = registers[Int(register)].unit
        guard PolicyUnit.common(found, unit) == unit else {
            throw LocatedFault(formula.scalar.place(at: 0), .unitWanted(unit, found: found, of: name))
        }
        return register
    }

    private mutating func verdict(_ verdict: PolicyOutcomes.Verdict?) throws(LocatedFault) -> Int32? {
        switch verdict {
        case nil: return nil
        case .formula(let formula):
            // What is emitted must stand before it is asked for: a copy taken earlier would lack it.
            let register = try emit(formula.expression, formula)
            return try want(.flag, register, formula, "verdict")
        case .allConditions:
            var all = try constant(.yes, .flag)
            for progress in conditionProgress {
                guard case .done(let register) = progress else { return nil }
                all = try both(all, register)
            }
            return all
        }
    }
}
