/// A pass as it is run: addresses and numbers alone, so that running it counts no references.
struct ColumnPass {
    let kernel: ColumnStep.Kernel
    /// What it reads first; kernels that read any number of columns find the others by `step`.
    let inputs: (ColumnPlace, ColumnPlace, ColumnPlace, ColumnPlace)
    let output: ColumnPlace
    /// Where it writes two columns, the other.
    let otherOutput: ColumnPlace
    /// Its place among the steps of the plan.
    let step: Int

    init(_ step: ColumnStep, at place: Int) {
        func input(_ number: Int) -> ColumnPlace {
            number < step.inputs.count ? ColumnPlace(step.inputs[number]) : ColumnPlace(.buffer(0))
        }
        kernel = step.kernel
        inputs = (input(0), input(1), input(2), input(3))
        output = ColumnPlace(.buffer(step.outputs[0]))
        otherOutput = ColumnPlace(.buffer(step.outputs[step.outputs.count - 1]))
        self.step = place
    }
}

/// Where a pass finds a column: in a buffer, or in the chunk.
struct ColumnPlace {
    /// Bytes from the beginning of the buffers.
    let offset: Int32
    /// The place of a fact; below zero for a buffer.
    let fact: Int32

    init(_ source: ColumnSource) {
        switch source {
        case .buffer(let slot): (offset, fact) = (slot * Int32(ColumnMachine.stride), -1)
        case .fact(let place): (offset, fact) = (0, place)
        case .constant, .byte, .mask: preconditionFailure("constants stand in buffers")
        }
    }
}
