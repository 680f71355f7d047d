using Equivariant.Cli.Devices;

namespace Equivariant.Cli.Hosting;

/// <summary>One call of a verb: what was typed, where to write, when to stop.</summary>
internal sealed class Invocation(ParseResult parsed, SharedOptions shared, Terminal terminal, CancellationToken stop)
{
    public Terminal Terminal => terminal;

    public CancellationToken Stop => stop;

    public bool Verbose => Value(shared.Verbose);

    public bool Json => Value(shared.Json);

    public int? Seed => Value(shared.Seed);

    public int? Threads => Value(shared.Threads);

    /// <summary>What was typed for an option; null, or false, if it was not.</summary>
    public T? Value<T>(Option<T> option) => Given(option) ? parsed.GetValue(option) : default;

    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <exception cref="WrongArgumentsException">The option was not typed.</exception>
    public string Required(Option<string?> option) =>
        Value(option) ?? throw new WrongArgumentsException($"{option.Name} is missing: {option.Description}");

    public bool Given(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Refuses options that make no sense beside the others.</summary>
    /// <param name="options">None of them may be typed.</param>
    /// <param name="why">The message, with * for the option's name.</param>
    /// <exception cref="WrongArgumentsException">One was typed.</exception>
    public void Refuse(IEnumerable<Option> options, string why)
    {
        if (options.FirstOrDefault(Given) is { } given)
            throw new WrongArgumentsException(why.Replace("*", given.Name));
    }

    /// <summary>Makes the device that <c>--device</c> and <c>--threads</c> name; the caller disposes it.</summary>
    /// <param name="symmetricConv">How symmetric convolutions are computed.</param>
    /// <param name="share">How many such devices are open at a time and share cores and memory.</param>
    public Device OpenDevice(SymmetricConvPath symmetricConv = SymmetricConvPath.Auto, int share = 1) =>
        DeviceCatalogue.Open(Value(shared.Device) ?? "auto", Threads, symmetricConv,
            reason => Terminal.Error.WriteLine($"auto: {reason.ReplaceLineEndings(" ")} The next device is tried."), share);
}
