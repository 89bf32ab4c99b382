using Winnow.Models;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>A recommender that scores the whole catalogue for each request.</summary>
internal sealed unsafe class RecommenderSource : IRecallSource, IDisposable
{
    private readonly ITopNRecommender _model;
    private readonly NumberMap _items, _users;
    private readonly SingleUser _single;
    private readonly ScratchPool<NativeBuffer<float>> _scores;

    public RecommenderSource(string name, ITopNRecommender model, NumberMap items, NumberMap users)
    {
        (Name, _model, _items, _users) = (name, model, items, users);
        _single = new SingleUser(model.Items);
        _scores = new ScratchPool<NativeBuffer<float>>(() => new NativeBuffer<float>((nuint)model.Items, zeroed: false));
    }

    public string Name { get; }

    public int Recall(StageContext context, Span<Neighbor> found)
    {
        int[] history = new int[context.History.Count];
        int known = _items.ToModel(context.History, history), user = _users.ToModel(context.UserNumber);
        if (known == 0 && user < 0) return 0;               // the same score everywhere
        NativeBuffer<float> scores = _scores.Rent();
        try
        {
            _model.Score(_single.Of(user, history.AsSpan(0, known)), new MatrixView(scores.Pointer, 1, _model.Items));
            BestItems best = new(found);
            for (int i = 0; i < _model.Items; i++)
                if (_items.ToRelease(i) is >= 0 and int item) best.Offer(item, scores.Pointer[i]);
            return best.Finish();
        }
        finally
        {
            _scores.Return(scores);
        }
    }

    public void Dispose()
    {
        _scores.Dispose();
        (_model as IDisposable)?.Dispose();
    }
}
