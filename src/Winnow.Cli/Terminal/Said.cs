namespace Winnow.Cli.Terminal;

/// <summary>Says at once what is being done; <see cref="Progress{T}"/> would say it later, from another thread.</summary>
internal sealed class Said(Output output) : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => output.Say(value);
}
