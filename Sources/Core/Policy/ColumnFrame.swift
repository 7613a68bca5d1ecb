/// Some hundred rows of a chunk while a plan passes over them.
struct ColumnFrame {
    let memory: UnsafeMutableRawPointer
    let stride: Int
    let plan: ColumnPlan
    let chunk: FirmChunk
    let start: Int
    let count: Int
    let excluded: UnsafePointer<UInt8>?

    // MARK: Places

    @inline(__always)
    private func buffer(_ source: ColumnSource) -> UnsafeMutableRawPointer {
        switch source {
        case .buffer(let slot): return memory + Int(slot) * stride
        case .constant, .byte, .mask: preconditionFailure("constants stand in buffers")
        case .fact(let fact):
            switch chunk.columns[Int(fact)] {
            case .wide(let pointer): return UnsafeMutableRawPointer(pointer + start)
            case .narrow(let pointer): return UnsafeMutableRawPointer(pointer + start)
            case .small(let pointer): return UnsafeMutableRawPointer(pointer + start)
            case nil: preconditionFailure("no column of fact \(fact)")
            }
        }
    }

    func numbers(_ source: ColumnSource) -> UnsafeMutablePointer<Double> {
        buffer(source).assumingMemoryBound(to: Double.self)
    }

    func bytes(_ source: ColumnSource) -> UnsafeMutablePointer<UInt8> {
        buffer(source).assumingMemoryBound(to: UInt8.self)
    }

    private func masks(_ source: ColumnSource) -> UnsafeMutablePointer<UInt64> {
        buffer(source).assumingMemoryBound(to: UInt64.self)
    }

    private func narrow(_ source: ColumnSource) -> UnsafeMutablePointer<Int32> {
        buffer(source).assumingMemoryBound(to: Int32.self)
    }

    // MARK: Passes

    func perform(_ step: ColumnStep) {
        let (inputs, output) = (step.inputs, ColumnSource.buffer(step.outputs[0]))
        switch step.kernel {
        case .widen: ColumnKernels.widen(count, narrow(inputs[0]), numbers(output))
        case .wideElse:
            ColumnKernels.finiteElse(count, numbers(inputs[0]), numbers(inputs[1]), numbers(output))
        case .narrowElse:
            ColumnKernels.narrowElse(count, narrow(inputs[0]), numbers(inputs[1]), numbers(output))
        case .add, .subtract, .multiply, .divide, .minimum, .maximum, .divideOrNone, .finiteElse, .magnitudes,
            .whereZero, .whereInfinite:
            calculate(step)
        case .less, .lessOrEqual, .equal: compare(step)
        case .registered(let day):
            let (from, out) = (narrow(inputs[0]), bytes(output))
            for row in 0..<count { out[row] = from[row] <= day ? 1 : 0 }
        case .isYes:
            let (from, out) = (bytes(inputs[0]), bytes(output))
            for row in 0..<count { out[row] = from[row] == 1 ? 1 : 0 }
        case .mayBeYes:
            let (from, out) = (bytes(inputs[0]), bytes(output))
            for row in 0..<count { out[row] = from[row] != 0 ? 1 : 0 }
        case .numberOfFlag:
            let (from, out) = (bytes(inputs[0]), numbers(output))
            for row in 0..<count { out[row] = Double(Int32(from[row])) }
        case .and: ColumnKernels.join(count, bytes(inputs[0]), bytes(inputs[1]), bytes(output)) { $0 & $1 }
        case .or: ColumnKernels.join(count, bytes(inputs[0]), bytes(inputs[1]), bytes(output)) { $0 | $1 }
        case .not:
            ColumnKernels.join(count, bytes(inputs[0]), bytes(inputs[0]), bytes(output)) { one, _ in one ^ 1 }
        case .select, .selectOrZero, .selectOpen, .widenFlag: select(step)
        case .bands(let lookup): ColumnKernels.bands(count, lookup, numbers(inputs[0]), numbers(output))
        case .steps(let isLow):
            let values = inputs.dropFirst(2).map { numbers($0) }
            ColumnKernels.steps(
                count, isLow: isLow, numbers(inputs[0]), numbers(inputs[1]), values, numbers(output))
        case .numberOfWord, .flagOfWord, .maskOfWord, .matchMask, .allAmong, .anyAmong, .sameWord,
            .maySameWord,
            .selectMask:
            spell(step)
        case .year: ColumnKernels.year(count, numbers(inputs[0]), numbers(output))
        case .wholeYears:
            ColumnKernels.wholeYears(count, numbers(inputs[0]), numbers(inputs[1]), numbers(output))
        case .settle: break
        }
    }

    private func calculate(_ step: ColumnStep) {
        let (inputs, out) = (step.inputs, numbers(.buffer(step.outputs[0])))
        let one = numbers(inputs[0])
        let other = numbers(inputs[inputs.count > 1 ? 1 : 0])
        switch step.kernel {
        case .add: ColumnKernels.combine(count, one, other, out) { $0 + $1 }
        case .subtract: ColumnKernels.combine(count, one, other, out) { $0 - $1 }
        case .multiply: ColumnKernels.combine(count, one, other, out) { $0 * $1 }
        case .divide: ColumnKernels.combine(count, one, other, out) { $0 / $1 }
        case .minimum: ColumnKernels.combine(count, one, other, out) { $0 < $1 ? $0 : $1 }
        case .maximum: ColumnKernels.combine(count, one, other, out) { $0 > $1 ? $0 : $1 }
        case .divideOrNone: ColumnKernels.divideOrNone(count, one, other, out)
        case .finiteElse: ColumnKernels.finiteElse(count, one, other, out)
        case .magnitudes: ColumnKernels.magnitudes(count, inputs.map { numbers($0) }, out)
        case .whereZero(let bound): ColumnKernels.whereZero(count, bound, one, other, numbers(inputs[2]), out)
        case .whereInfinite(let bound):
            ColumnKernels.whereInfinite(count, bound, one, other, numbers(inputs[2]), out)
        default: break
        }
    }

    private func compare(_ step: ColumnStep) {
        let (one, other) = (numbers(step.inputs[0]), numbers(step.inputs[1]))
        let out = bytes(.buffer(step.outputs[0]))
        switch step.kernel {
        case .less(false): ColumnKernels.compare(count, one, other, out) { $0 < $1 }
        case .less(true): ColumnKernels.compare(count, one, other, out) { !($0 < $1) }
        case .lessOrEqual(false): ColumnKernels.compare(count, one, other, out) { $0 <= $1 }
        case .lessOrEqual(true): ColumnKernels.compare(count, one, other, out) { !($0 <= $1) }
        case .equal: ColumnKernels.compare(count, one, other, out) { $0 == $1 }
        default: break
        }
    }

    private func select(_ step: ColumnStep) {
        let (inputs, out) = (step.inputs, masks(.buffer(step.outputs[0])))
        switch step.kernel {
        case .widenFlag: ColumnKernels.widenFlag(count, bytes(inputs[0]), out)
        case .select: ColumnKernels.select(count, masks(inputs[0]), masks(inputs[1]), masks(inputs[2]), out)
        case .selectOrZero: ColumnKernels.selectOrZero(count, masks(inputs[0]), masks(inputs[1]), out)
        case .selectOpen(let isLow):
            let (yes, possible) = (masks(inputs[0]), masks(inputs[1]))
            let (one, other) = (numbers(inputs[2]), numbers(inputs[3]))
            let chosen = numbers(.buffer(step.outputs[0]))
            if isLow {
                ColumnKernels.selectOpen(count, yes, possible, one, other, chosen) { $0 < $1 ? $0 : $1 }
            } else {
                ColumnKernels.selectOpen(count, yes, possible, one, other, chosen) { $0 > $1 ? $0 : $1 }
            }
        default: break
        }
    }

    private func spell(_ step: ColumnStep) {
        let (inputs, output) = (step.inputs, ColumnSource.buffer(step.outputs[0]))
        switch step.kernel {
        case .numberOfWord(let table): ColumnKernels.look(count, bytes(inputs[0]), table, numbers(output))
        case .flagOfWord(let table): ColumnKernels.look(count, bytes(inputs[0]), table, bytes(output))
        case .maskOfWord(let table): ColumnKernels.look(count, bytes(inputs[0]), table, masks(output))
        case .matchMask(let isLow):
            let values = inputs.dropFirst().map { numbers($0) }
            ColumnKernels.matchMask(count, isLow: isLow, masks(inputs[0]), values, numbers(output))
        case .allAmong(let words):
            let (from, out) = (masks(inputs[0]), bytes(output))
            for row in 0..<count { out[row] = from[row] & ~words == 0 ? 1 : 0 }
        case .anyAmong(let words):
            let (from, out) = (masks(inputs[0]), bytes(output))
            for row in 0..<count { out[row] = from[row] & words != 0 ? 1 : 0 }
        case .sameWord:
            let (one, other, out) = (masks(inputs[0]), masks(inputs[1]), bytes(output))
            for row in 0..<count {
                out[row] = one[row] == other[row] && one[row] & (one[row] &- 1) == 0 && one[row] != 0 ? 1 : 0
            }
        case .maySameWord:
            let (one, other, out) = (masks(inputs[0]), masks(inputs[1]), bytes(output))
            for row in 0..<count { out[row] = one[row] & other[row] != 0 ? 1 : 0 }
        case .selectMask:
            ColumnKernels.selectMask(
                count, bytes(inputs[0]), bytes(inputs[1]), masks(inputs[2]), masks(inputs[3]), masks(output))
        default: break
        }
    }

    // MARK: Doubts

    /// 2^-53 and a little more, for what the bound itself is rounded by.
    private static let unit = 1.12e-16
    /// Below infinity, above everything else.
    private static let infinite = 1e300

    /// Rows whose numbers floating point can't tell apart for sure.
    func doubtful(_ pair: ColumnDoubt.Pair, _ inputs: ArraySlice<ColumnSource>) -> [Int] {
        let one = numbers(inputs[inputs.startIndex])
        let rest = inputs.dropFirst()
        let limits = rest.prefix(pair.limits.count).map { numbers($0) }
        let error = pair.error.map { _ in numbers(rest[rest.startIndex + limits.count]) }
        guard isAnyDoubtful(pair, one, limits, error) else { return [] }
        let divisor = pair.divisor.map { _ in numbers(rest[rest.endIndex - 1]) }
        return (0..<count).filter { row in
            guard excluded.map({ $0[row] == 0 }) ?? true else { return false }
            for place in limits.indices {
                guard let error else {
                    let isSafe = divisor.map { $0[row].magnitude <= pair.safeDivisors[place] } ?? false
                    if one[row] == limits[place][row], !isSafe { return true }
                    continue
                }
                if isNear(one[row], limits[place][row], error[row]) { return true }
            }
            return false
        }
    }

    /// Whether a row may be doubtful; most rounds end here.
    private func isAnyDoubtful(
        _ pair: ColumnDoubt.Pair, _ one: UnsafeMutablePointer<Double>,
        _ limits: [UnsafeMutablePointer<Double>],
        _ error: UnsafeMutablePointer<Double>?
    ) -> Bool {
        var found: UInt64 = 0
        let constants = pair.limits.compactMap { if case .constant(let limit) = $0 { limit } else { nil } }
        if constants.count == limits.count {
            for start in Swift.stride(from: 0, to: constants.count, by: 5) {
                let some = constants[start..<min(start + 5, constants.count)]
                found |= ColumnKernels.meets(count, one, error, some, unit: ColumnFrame.unit)
            }
            return found != 0
        }
        for limit in limits {
            if let error {
                for row in 0..<count { found |= isNear(one[row], limit[row], error[row]) ? 1 : 0 }
            } else {
                for row in 0..<count { found |= one[row] == limit[row] ? 1 : 0 }
            }
        }
        return found != 0
    }

    /// What has no bound is near nothing.
    @inline(__always)
    private func isNear(_ one: Double, _ limit: Double, _ error: Double) -> Bool {
        let bound = (error + limit.magnitude) * ColumnFrame.unit
        return (one - limit).magnitude <= (bound < ColumnFrame.infinite ? bound : ColumnFrame.infinite)
    }

    // MARK: Outcomes

    func write(_ answers: FirmAnswers) {
        let outcomes = plan.outcomes
        if let verdict = outcomes.verdict {
            ColumnKernels.join(count, bytes(verdict.low), bytes(verdict.high), answers.verdicts + start) {
                $0 &+ $1
            }
        }
        if let words = outcomes.words { (answers.words + start).update(from: masks(words), count: count) }
        if let score = outcomes.score {
            scale(score.low, score.denominator, answers.scoreDenominator, answers.scoreLow + start)
            scale(score.high, score.denominator, answers.scoreDenominator, answers.scoreHigh + start)
        }
        if let amount = outcomes.amount {
            round(amount.low, amount.denominator, answers.amountLow + start)
            round(amount.high, amount.denominator, answers.amountHigh + start)
        }
        for group in answers.failedBits.indices { gather(group, answers) }
    }

    private func scale(
        _ source: ColumnSource, _ from: Int64, _ to: Int64, _ out: UnsafeMutablePointer<Double>
    ) {
        let numbers = numbers(source)
        if from == to { return out.update(from: numbers, count: count) }
        for row in 0..<count { out[row] = numbers[row] * Double(to / from) }
    }

    private func round(_ source: ColumnSource, _ denominator: Int64, _ out: UnsafeMutablePointer<Double>) {
        let numbers = numbers(source)
        let most = Double(Fen.limit.fen)
        for row in 0..<count {
            out[row] = numbers[row].isFinite ? numbers[row] : numbers[row] < 0 ? -most : most
        }
        guard denominator > 1 else { return }
        for row in 0..<count where numbers[row].isFinite {
            out[row] = Double(Int64(roundedHalfEven(Int128(Int64(numbers[row])), by: Int128(denominator))))
        }
    }

    private func gather(_ group: Int, _ answers: FirmAnswers) {
        let (failed, open) = (answers.failedBits[group] + start, answers.openBits[group] + start)
        let conditions = plan.outcomes.conditions.dropFirst(group * 8).prefix(8)
        failed.update(repeating: 0, count: count)
        open.update(repeating: 0, count: count)
        for (bit, condition) in conditions.enumerated() {
            let (low, high, shift) = (bytes(condition.low), bytes(condition.high), UInt8(bit))
            for row in 0..<count { failed[row] |= (high[row] ^ 1) &<< shift }
            for row in 0..<count { open[row] |= (high[row] ^ low[row]) &<< shift }
        }
    }
}
