/// A policy with other values of its parameters from a day on: what a change would do before anyone decides
/// it.
public struct ParameterChange: Sendable, Equatable {
    public let parameter: String
    /// As it would stand in the file: `200_000 yuan`, `6%`; a plain number takes the parameter's unit.
    public let value: String

    public init(parameter: String, value: String) { (self.parameter, self.value) = (parameter, value) }
}

extension Policy {
    /// The policy with these values from that day on, whatever was to follow them, checked as a file is.
    public func changing(
        _ changes: [ParameterChange], from day: Day
    ) throws(PolicyProblems) -> Policy {
        var changed = parameters
        var found: [PolicyProblem] = []
        for (index, change) in changes.enumerated() {
            var problems = ProblemList(file: change.parameter)
            let earlier = changes[..<index].contains { $0.parameter == change.parameter }
            do throws(LocatedFault) {
                let (place, parameter) = try replaced(change, from: day, isTwice: earlier)
                changed[place] = parameter
            } catch { problems.add(error) }
            found += problems.problems
        }
        guard found.isEmpty else { throw PolicyProblems(found) }
        let policy = Policy(
            id: id, title: title, file: file, documents: documents, inForce: inForce, parameters: changed,
            definitions: definitions, conditions: conditions, classes: classes, outcomes: outcomes,
            facts: facts)
        var problems = ProblemList(file: file)
        PolicyCompiler.check(policy, &problems)
        guard problems.problems.isEmpty else { throw PolicyProblems(problems.sorted) }
        return policy
    }

    private func replaced(
        _ change: ParameterChange, from day: Day, isTwice: Bool
    ) throws(LocatedFault) -> (Int, PolicyParameter) {
        let start = TextPlace(line: 1, column: 1)
        guard let place = parameters.firstIndex(where: { $0.name == change.parameter }) else {
            throw LocatedFault(start, .nameUnknown(change.parameter, among: parameters.map(\.name)))
        }
        guard !isTwice else { throw LocatedFault(start, .nameTwice(change.parameter, before: nil)) }
        let parameter = parameters[place]
        let scalar = PolicyScalar(change.value, lines: [PolicyScalar.Line(offset: 0, place: start)])
        let formula = try Formula(scalar)
        let value = PolicyParameter.Value(
            from: day, until: nil, constant: try parameter.constant(formula, on: day, facts),
            text: parameter.text(of: change.value, formula),
            citations: parameter.value(on: day)?.citations ?? [])
        let before = parameter.values.filter { $0.from < day }
        return (
            place,
            PolicyParameter(
                name: parameter.name, title: parameter.title, unit: parameter.unit, values: before + [value],
                place: parameter.place)
        )
    }
}

extension PolicyParameter {
    /// Whether a plain number stands for one of the unit; a decimal without a unit reads as a share.
    private func isPlainNumber(_ formula: Formula) -> Bool {
        guard case .number(_, let found) = formula.expression.kind else { return false }
        return (found == .number || found == .share && !formula.scalar.text.utf8.contains(UInt8(ascii: "%")))
            && (unit == .money || unit == .points || unit == .days)
    }

    /// The value as a file writes it, with its unit.
    fileprivate func text(of value: String, _ formula: Formula) -> String {
        guard isPlainNumber(formula) else { return value }
        return "\(value) \(unit.word)"
    }

    fileprivate func constant(
        _ formula: Formula, on day: Day, _ facts: FactTable
    ) throws(LocatedFault) -> Interval {
        guard case .number(let value, _) = formula.expression.kind, isPlainNumber(formula) else {
            return try PolicyCompiler.constant(formula, unit, named: name, on: day, facts)
        }
        let scaled = (value * Fraction(unit.scale, 1)).reduced
        guard scaled.denominator == 1 else {
            throw LocatedFault(formula.scalar.place(at: 0), .numberUnreadable(formula.scalar.text))
        }
        return Interval(scaled)
    }
}
