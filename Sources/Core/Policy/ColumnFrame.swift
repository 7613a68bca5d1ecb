/// Some hundred rows of a chunk while a plan passes over them.
struct ColumnFrame {
    let memory: UnsafeMutableRawPointer
    let plan: ColumnPlan
    /// Of the chunk's columns.
    let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    let shifts: UnsafeMutablePointer<Int>
    let start: Int
    let count: Int
    let excluded: UnsafePointer<UInt8>?

    // MARK: Places

    @inline(__always)
    private func pointer(_ place: ColumnPlace) -> UnsafeMutableRawPointer {
        guard place.fact >= 0 else { return memory + Int(place.offset) }
        let fact = Int(place.fact)
        guard let column = addresses[fact] else { preconditionFailure("no column of the fact") }
        return column + start << shifts[fact]
    }

    @inline(__always)
    func numbers(_ place: ColumnPlace) -> UnsafeMutablePointer<Double> {
        pointer(place).assumingMemoryBound(to: Double.self)
    }

    @inline(__always)
    func bytes(_ place: ColumnPlace) -> UnsafeMutablePointer<UInt8> {
        pointer(place).assumingMemoryBound(to: UInt8.self)
    }

    @inline(__always)
    func masks(_ place: ColumnPlace) -> UnsafeMutablePointer<UInt64> {
        pointer(place).assumingMemoryBound(to: UInt64.self)
    }

    @inline(__always)
    private func narrow(_ place: ColumnPlace) -> UnsafeMutablePointer<Int32> {
        pointer(place).assumingMemoryBound(to: Int32.self)
    }

    /// All columns that a pass reads, where there are more than it names.
    private func allNumbers(_ pass: ColumnPass, from first: Int = 0) -> [UnsafeMutablePointer<Double>] {
        plan.steps[pass.step].inputs.dropFirst(first).map { numbers(ColumnPlace($0)) }
    }

    // MARK: Passes

    func perform(_ pass: ColumnPass) {
        let (inputs, output) = (pass.inputs, pass.output)
        switch pass.kernel {
        case .widen: ColumnKernels.widen(count, narrow(inputs.0), numbers(output))
        case .wideElse:
            ColumnKernels.finiteElse(count, numbers(inputs.0), numbers(inputs.1), numbers(output))
        case .narrowElse:
            ColumnKernels.narrowElse(count, narrow(inputs.0), numbers(inputs.1), numbers(output))
        case .narrowElseBoth:
            ColumnKernels.narrowElseBoth(
                count, narrow(inputs.0), numbers(inputs.1), numbers(inputs.2), numbers(output),
                numbers(pass.otherOutput))
        case .wideElseBoth:
            ColumnKernels.finiteElseBoth(
                count, numbers(inputs.0), numbers(inputs.1), numbers(inputs.2), numbers(output),
                numbers(pass.otherOutput))
        case .add, .subtract, .multiply, .divide, .minimum, .maximum, .divideOrNone, .finiteElse, .errors,
            .whereZero, .whereInfinite:
            calculate(pass)
        case .less, .lessOrEqual, .equal: compare(pass)
        case .wideLess, .wideLessOrEqual, .wideEqual: mask(pass)
        case .wideRegistered(let day):
            let (from, out) = (narrow(inputs.0), masks(output))
            for row in 0..<count { out[row] = from[row] <= day ? ~0 : 0 }
        case .registered(let day):
            let (from, out) = (narrow(inputs.0), bytes(output))
            for row in 0..<count { out[row] = from[row] <= day ? 1 : 0 }
        case .isYes:
            let (from, out) = (bytes(inputs.0), bytes(output))
            for row in 0..<count { out[row] = from[row] == 1 ? 1 : 0 }
        case .mayBeYes:
            let (from, out) = (bytes(inputs.0), bytes(output))
            for row in 0..<count { out[row] = from[row] != 0 ? 1 : 0 }
        case .numberOfFlag:
            let (from, out) = (bytes(inputs.0), numbers(output))
            for row in 0..<count { out[row] = Double(Int32(from[row])) }
        case .and: ColumnKernels.join(count, bytes(inputs.0), bytes(inputs.1), bytes(output)) { $0 & $1 }
        case .or: ColumnKernels.join(count, bytes(inputs.0), bytes(inputs.1), bytes(output)) { $0 | $1 }
        case .not:
            ColumnKernels.join(count, bytes(inputs.0), bytes(inputs.0), bytes(output)) { one, _ in one ^ 1 }
        case .select, .selectOrZero, .selectOpen, .widenFlag, .addWhere, .addBothWhere: select(pass)
        case .bands(let lookup):
            lookup._withUnsafeGuaranteedRef {
                ColumnKernels.bands(count, $0, numbers(inputs.0), numbers(output))
            }
        case .bandsBoth(let pair):
            pair._withUnsafeGuaranteedRef {
                ColumnKernels.bandsBoth(
                    count, $0, numbers(inputs.0), numbers(output), numbers(pass.otherOutput))
            }
        case .steps(let isLow):
            ColumnKernels.steps(
                count, isLow: isLow, numbers(inputs.0), numbers(inputs.1), allNumbers(pass, from: 2),
                numbers(output))
        case .numberOfWord, .flagOfWord, .maskOfWord, .matchMask, .allAmong, .anyAmong, .sameWord,
            .maySameWord,
            .selectMask:
            spell(pass)
        case .year: ColumnKernels.year(count, numbers(inputs.0), numbers(output))
        case .wholeYears:
            ColumnKernels.wholeYears(count, numbers(inputs.0), numbers(inputs.1), numbers(output))
        case .settle: break
        }
    }

    private func calculate(_ pass: ColumnPass) {
        let (inputs, out) = (pass.inputs, numbers(pass.output))
        let (one, other) = (numbers(inputs.0), numbers(inputs.1))
        switch pass.kernel {
        case .add: ColumnKernels.combine(count, one, other, out) { $0 + $1 }
        case .subtract: ColumnKernels.combine(count, one, other, out) { $0 - $1 }
        case .multiply: ColumnKernels.combine(count, one, other, out) { $0 * $1 }
        case .divide: ColumnKernels.combine(count, one, other, out) { $0 / $1 }
        case .minimum: ColumnKernels.combine(count, one, other, out) { $0 < $1 ? $0 : $1 }
        case .maximum: ColumnKernels.combine(count, one, other, out) { $0 > $1 ? $0 : $1 }
        case .divideOrNone: ColumnKernels.divideOrNone(count, one, other, out)
        case .finiteElse: ColumnKernels.finiteElse(count, one, other, out)
        case .errors(let weights):
            weights._withUnsafeGuaranteedRef { ColumnKernels.errors(count, $0, allNumbers(pass), out) }
        case .whereZero(let bound): ColumnKernels.whereZero(count, bound, one, other, numbers(inputs.2), out)
        case .whereInfinite(let bound):
            ColumnKernels.whereInfinite(count, bound, one, other, numbers(inputs.2), out)
        default: break
        }
    }

    private func compare(_ pass: ColumnPass) {
        let (one, other) = (numbers(pass.inputs.0), numbers(pass.inputs.1))
        let out = bytes(pass.output)
        switch pass.kernel {
        case .less(false): ColumnKernels.compare(count, one, other, out) { $0 .< $1 }
        case .less(true): ColumnKernels.compare(count, one, other, out) { .!($0 .< $1) }
        case .lessOrEqual(false): ColumnKernels.compare(count, one, other, out) { $0 .<= $1 }
        case .lessOrEqual(true): ColumnKernels.compare(count, one, other, out) { .!($0 .<= $1) }
        case .equal: ColumnKernels.compare(count, one, other, out) { $0 .== $1 }
        default: break
        }
    }

    private func mask(_ pass: ColumnPass) {
        let (one, other) = (numbers(pass.inputs.0), numbers(pass.inputs.1))
        let out = masks(pass.output)
        switch pass.kernel {
        case .wideLess(false): ColumnKernels.mask(count, one, other, out) { $0 < $1 }
        case .wideLess(true): ColumnKernels.mask(count, one, other, out) { !($0 < $1) }
        case .wideLessOrEqual(false): ColumnKernels.mask(count, one, other, out) { $0 <= $1 }
        case .wideLessOrEqual(true): ColumnKernels.mask(count, one, other, out) { !($0 <= $1) }
        case .wideEqual: ColumnKernels.mask(count, one, other, out) { $0 == $1 }
        default: break
        }
    }

    private func select(_ pass: ColumnPass) {
        let (inputs, out) = (pass.inputs, masks(pass.output))
        switch pass.kernel {
        case .widenFlag: ColumnKernels.widenFlag(count, bytes(inputs.0), out)
        case .select: ColumnKernels.select(count, masks(inputs.0), masks(inputs.1), masks(inputs.2), out)
        case .addWhere:
            ColumnKernels.addWhere(
                count, numbers(inputs.0), masks(inputs.1), masks(inputs.2), numbers(pass.output))
        case .addBothWhere:
            ColumnKernels.addBothWhere(
                count, masks(inputs.0), masks(inputs.1), masks(inputs.2), masks(inputs.3),
                numbers(pass.output))
        case .selectOrZero: ColumnKernels.selectOrZero(count, masks(inputs.0), masks(inputs.1), out)
        case .selectOpen(let isLow):
            let (yes, possible) = (masks(inputs.0), masks(inputs.1))
            let (one, other) = (numbers(inputs.2), numbers(inputs.3))
            let chosen = numbers(pass.output)
            if isLow {
                ColumnKernels.selectOpen(count, yes, possible, one, other, chosen) { $0 < $1 ? $0 : $1 }
            } else {
                ColumnKernels.selectOpen(count, yes, possible, one, other, chosen) { $0 > $1 ? $0 : $1 }
            }
        default: break
        }
    }

    private func spell(_ pass: ColumnPass) {
        let (inputs, output) = (pass.inputs, pass.output)
        switch pass.kernel {
        case .numberOfWord(let table): look(table, inputs.0, numbers(output))
        case .flagOfWord(let table): look(table, inputs.0, bytes(output))
        case .maskOfWord(let table): look(table, inputs.0, masks(output))
        case .matchMask(let isLow):
            ColumnKernels.matchMask(
                count, isLow: isLow, masks(inputs.0), allNumbers(pass, from: 1), numbers(output))
        case .allAmong(let words):
            let (from, out) = (masks(inputs.0), bytes(output))
            for row in 0..<count { out[row] = from[row] & ~words == 0 ? 1 : 0 }
        case .anyAmong(let words):
            let (from, out) = (masks(inputs.0), bytes(output))
            for row in 0..<count { out[row] = from[row] & words != 0 ? 1 : 0 }
        case .sameWord:
            let (one, other, out) = (masks(inputs.0), masks(inputs.1), bytes(output))
            for row in 0..<count {
                out[row] = one[row] == other[row] && one[row] & (one[row] &- 1) == 0 && one[row] != 0 ? 1 : 0
            }
        case .maySameWord:
            let (one, other, out) = (masks(inputs.0), masks(inputs.1), bytes(output))
            for row in 0..<count { out[row] = one[row] & other[row] != 0 ? 1 : 0 }
        case .selectMask:
            ColumnKernels.selectMask(
                count, bytes(inputs.0), bytes(inputs.1), masks(inputs.2), masks(inputs.3), masks(output))
        default: break
        }
    }

    private func look<Element>(
        _ table: Unmanaged<WordTable<Element>>, _ words: ColumnPlace, _ out: UnsafeMutablePointer<Element>
    ) {
        table._withUnsafeGuaranteedRef { ColumnKernels.look(count, bytes(words), $0, out) }
    }
}
