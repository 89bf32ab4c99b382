namespace Winnow.Embeddings;

/// <summary>Steps of which some parts have come and others have not.</summary>
internal sealed partial class PendingSteps : IDisposable
{
    /// <summary>Steps of one run that may be under way at once: this many from its first incomplete one on.</summary>
    internal const int MostAhead = 4;

    private readonly List<PendingStep> _steps = new(MostAhead);

    internal int Count => _steps.Count;

    internal long TotalBytes
    {
        get
        {
            long sum = 0;
            foreach (PendingStep step in _steps) sum += step.TotalBytes;
            return sum;
        }
    }

    internal PendingStep? Find(ulong source, long step)
    {
        for (int i = 0; i < _steps.Count; i++)
            if (_steps[i].Source == source && _steps[i].Step == step) return _steps[i];
        return null;
    }

    internal PendingStep Begin(in UpdateTag tag)
    {
        PendingStep step = new(tag.Source, tag.Step, tag.Parts, tag.LearningRate);
        _steps.Add(step);
        return step;
    }

    internal void Remove(PendingStep step)
    {
        _steps.Remove(step);
        step.Dispose();
    }

    /// <summary>Drops what belongs to a run.</summary>
    internal void Forget(ulong source)
    {
        for (int i = _steps.Count - 1; i >= 0; i--)
            if (_steps[i].Source == source) Remove(_steps[i]);
    }

    internal void CopyFrom(PendingSteps other)
    {
        Dispose();
        foreach (PendingStep step in other._steps) _steps.Add(step.Copy());
    }

    internal ulong Digest()
    {
        ulong sum = 0;
        foreach (PendingStep step in _steps) sum += step.Digest();
        return sum;
    }

    public void Dispose()
    {
        foreach (PendingStep step in _steps) step.Dispose();
        _steps.Clear();
    }
}
