/// Runs the passes of a plan over the rows of a chunk, some hundred at a time, so that buffers stay
/// near.
final class ColumnMachine {
    /// Rows of one round.
    static let round = 256
    /// Bytes of one buffer; the odd part keeps buffers from falling on the same places of a cache.
    static let stride = round * 8 + 192
    /// Elements of eight bytes that a buffer has room for.
    static let room = stride / 8

    let program: PolicyProgram
    private var memory: UnsafeMutableRawPointer
    private var slotCount = 0
    /// Comparisons that were settled by the instructions themselves.
    private(set) var settledRows = 0
    private let intervals: UnsafeMutableBufferPointer<Interval>
    private let facts: UnsafeMutableBufferPointer<Int64?>
    /// Rows of a round that may be in doubt.
    private let marks = UnsafeMutablePointer<UInt8>.allocate(capacity: ColumnMachine.room)

    init(_ program: PolicyProgram) {
        self.program = program
        memory = .allocate(byteCount: 64, alignment: 64)
        intervals = .allocate(capacity: program.instructions.count)
        intervals.initialize(repeating: .no)
        facts = .allocate(capacity: program.policy.facts.facts.count)
        facts.initialize(repeating: nil)
        marks.initialize(repeating: 0, count: ColumnMachine.room)
    }

    deinit {
        memory.deallocate()
        intervals.deallocate()
        facts.deallocate()
        marks.deallocate()
    }

    /// Decides all firms of a chunk; what is excluded is left to another plan.
    func run(
        _ plan: ColumnPlan, _ chunk: FirmChunk, excluded: UnsafePointer<UInt8>?, into answers: FirmAnswers
    ) {
        reserve(plan.slotCount + plan.constants.count)
        fill(plan)
        for start in Swift.stride(from: 0, to: chunk.count, by: ColumnMachine.round) {
            let count = min(ColumnMachine.round, chunk.count - start)
            let frame = ColumnFrame(
                memory: memory, plan: plan, addresses: chunk.addresses, shifts: chunk.shifts, start: start,
                count: count, excluded: excluded.map { $0 + start })
            for pass in plan.passes {
                if case .settle(let doubt) = pass.kernel {
                    settle(doubt.takeUnretainedValue(), plan.steps[pass.step], frame, chunk)
                } else {
                    frame.perform(pass)
                }
            }
            frame.write(answers)
        }
    }

    private func reserve(_ count: Int) {
        guard count > slotCount else { return }
        memory.deallocate()
        memory = .allocate(byteCount: count * ColumnMachine.stride, alignment: 64)
        slotCount = count
    }

    /// Buffers full of what is the same for every firm.
    private func fill(_ plan: ColumnPlan) {
        for (place, constant) in plan.constants.enumerated() {
            let buffer = memory + (plan.slotCount + place) * ColumnMachine.stride
            switch constant {
            case .constant(let number):
                buffer.bindMemory(to: Double.self, capacity: ColumnMachine.room)
                    .update(repeating: number, count: ColumnMachine.room)
            case .byte(let byte):
                buffer.bindMemory(to: UInt8.self, capacity: ColumnMachine.room)
                    .update(repeating: byte, count: ColumnMachine.room)
            case .mask(let mask):
                buffer.bindMemory(to: UInt64.self, capacity: ColumnMachine.room)
                    .update(repeating: mask, count: ColumnMachine.room)
            case .buffer, .fact: break
            }
        }
    }

    // MARK: Doubts

    private func settle(_ doubt: ColumnDoubt, _ step: ColumnStep, _ frame: ColumnFrame, _ chunk: FirmChunk) {
        var first = 0
        for pair in doubt.pairs {
            let count = 1 + pair.limits.count + (pair.error == nil ? 0 : 1) + (pair.divisor == nil ? 0 : 1)
            let columns = frame.doubted(pair, step.inputs[first..<first + count])
            first += count
            guard frame.mark(pair, columns, marks) else { continue }
            for row in 0..<frame.count where marks[row] != 0 && frame.isDoubtful(pair, columns, row) {
                settledRows += 1
                settle(doubt, step, frame, chunk, row)
            }
        }
    }

    /// Decides one comparison of one firm by the instructions themselves.
    private func settle(
        _ doubt: ColumnDoubt, _ step: ColumnStep, _ frame: ColumnFrame, _ chunk: FirmChunk, _ row: Int
    ) {
        let facts = facts
        for fact in doubt.facts { facts[fact] = chunk.value(of: fact, at: frame.start + row) }
        for register in doubt.instructions {
            intervals[Int(register)] = program.instructions[Int(register)].value(
                UnsafeBufferPointer(intervals), program.tables
            ) { slot in
                let slot = program.tables.slots[slot]
                return slot.value(known: facts[slot.fact])
            }
        }
        let value = intervals[Int(doubt.register)]
        let low = ColumnPlace(.buffer(step.outputs[0]))
        let high = ColumnPlace(.buffer(step.outputs[step.outputs.count - 1]))
        if let denominator = doubt.denominator {
            frame.numbers(low)[row] = ColumnMachine.numerator(value.low, denominator)
            frame.numbers(high)[row] = ColumnMachine.numerator(value.high, denominator)
        } else {
            frame.bytes(low)[row] = value.isYes ? 1 : 0
            frame.bytes(high)[row] = value.isNo ? 0 : 1
        }
    }

    /// The values of bands are exact over that denominator.
    private static func numerator(_ value: Fraction, _ denominator: Int64) -> Double {
        Double(Int64(value.numerator * Int128(denominator) / value.denominator))
    }
}
